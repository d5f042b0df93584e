"""What readers of the help centre see: its front, what they look for, an article, and its pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from wellheard.customers.models import Contact
from wellheard.foundation.files import FOR_READER, file_response
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.articles.models import Article, ArticleImage, ArticleText
from wellheard.listen.articles.queries import moved_to, text_at
from wellheard.web.help_centre import queries
from wellheard.web.help_centre.forms import CommentForm
from wellheard.web.help_centre.visitors import rating_of
from wellheard.web.portal.views.pages import area_of, reader_of, show
from wellheard.workspace.installation import portal_address
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

LONGEST_SEARCH = 200


@require_safe
def help_front(request: HttpRequest) -> HttpResponse:
    """Show what there is to read by section and area, or what holds the words somebody looks for."""
    reader, area = reader_of(request), area_of(request)
    words = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    section = clean_line(request.GET.get("section", ""))[:80]
    context: dict[str, object] = {
        "portal_place": "help",
        "words": words,
        "area": area,
        "section": section,
        "areas": queries.areas(reader=reader),
        "found": queries.found(words, reader=reader, area=area) if words else [],
        "sections": [] if words else queries.sections(reader=reader, area=area, section=section),
    }
    return show(request, "help_centre/front.html", context, reader=reader)


@require_safe
def help_article(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show an article. An address it had before leads on; for who may not read it, it does not exist."""
    reader = reader_of(request)
    text = text_at(language, slug)
    if text is None:
        return _lead_on(language, slug, reader)
    readable(text.article, reader)
    return show_article(request, text, reader=reader)


@require_safe
def help_picture(request: HttpRequest, image_id: int, name: str) -> HttpResponse:
    """Give a picture to whoever may read its article; for others it does not exist."""
    image = get_object_or_404(ArticleImage.objects.select_related("article"), pk=image_id)
    is_ours = isinstance(request.user, Staff) and request.user.may(Permission.VIEW)
    if not image.file.endswith(f"/{name}"):
        raise Http404
    if not is_ours:
        readable(image.article, reader_of(request))
    response = file_response(image.file, media_type=image.media_type, cache=FOR_READER)
    if response is None:
        raise Http404
    return response


def show_article(
    request: HttpRequest, text: ArticleText, *, reader: Contact | None, status: int = 200, **more: object
) -> HttpResponse:
    """Show the page of an article, with what this reader said about it."""
    others = queries.others_of(text)
    path = reverse("help_article", args=[text.language, text.slug])
    context: dict[str, object] = {
        "portal_place": "help",
        "text": text,
        "article": text.article,
        "others": others,
        "own": queries.in_readers_language(others),
        "fallback": queries.said_fallback(text),
        "beside": queries.beside(text, reader=reader),
        "rating": rating_of(request.session, text.article, reader),
        "form": CommentForm(),
        "address": portal_address(path),
        "here": path,
    }
    return show(request, "help_centre/article.html", context | more, reader=reader, status=status)


def readable(article: Article, reader: Contact | None) -> None:
    """Raise 404 where this reader may not read an article: for them it does not exist."""
    if not Article.objects.visible_to(reader).filter(pk=article.pk).exists():
        raise Http404


def _lead_on(language: str, slug: str, reader: Contact | None) -> HttpResponse:
    text = moved_to(language, slug)
    if text is None:
        raise Http404
    readable(text.article, reader)
    return redirect("help_article", text.language, text.slug, permanent=True)
