"""“Did this help?”: a yes or no, counted once for each reader, and words that become feedback."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.customers.models import Contact
from wellheard.listen.articles import commands
from wellheard.listen.articles.commands import ArticleError
from wellheard.listen.articles.models import ArticleText
from wellheard.listen.articles.queries import text_at
from wellheard.web.help_centre.forms import CommentForm
from wellheard.web.help_centre.views.reading import readable, show_article
from wellheard.web.help_centre.visitors import rating_of, visitor_key
from wellheard.web.portal import limits
from wellheard.web.portal.commands import keep_apart, origin_key
from wellheard.web.portal.suspicion import suspicion_of
from wellheard.web.portal.views.pages import go, is_a_flood, reader_of, show, wants_fragment
from wellheard.workspace.installation import portal_address


@require_POST
def help_rating(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Count a yes or no; saying it again changes nothing, saying the other changes one's mind."""
    text, reader = _text(request, language, slug)
    if is_a_flood(request, limits.VOTES, reader):
        messages.error(request, _("That is a lot at once. Wait %(minutes)d minutes.") % {"minutes": limits.MINUTES})
        return _back(request, text, reader)
    try:
        commands.rate_article(
            article_id=text.article_id,
            language=text.language,
            verdict=request.POST.get("verdict", ""),
            contact=reader,
            visitor="" if reader else visitor_key(request.session),
        )
    except ArticleError as problem:
        messages.error(request, str(problem))
    return _back(request, text, reader)


@require_POST
def help_comment(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Keep what a reader wrote beside their yes or no, as feedback."""
    text, reader = _text(request, language, slug)
    rating = rating_of(request.session, text.article, reader)
    if rating is None:
        messages.error(request, _("Say first whether it helped."))
        return _back(request, text, reader)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return show_article(request, text, reader=reader, status=422, form=form)
    if is_a_flood(request, limits.COMMENTS, reader):
        form.add_error(None, _("That is a lot at once. Your words are still here; send them again later."))
        return show_article(request, text, reader=reader, status=429, form=form)
    _keep(form, rating.pk, text, reader)
    messages.success(request, _("We have it. Whoever looks after this article reads it."))
    return go(request, _address(text))


def _keep(form: CommentForm, rating_id: int, text: ArticleText, reader: Contact | None) -> None:
    said = form.cleaned_data
    once = origin_key(said["once"], said["words"])
    reason = suspicion_of(said["words"], trap=said["website"], origin_key=once)
    if reason:
        keep_apart(words=said["words"], quotable="no", once=said["once"], contact=reader, reason=reason)
        return
    commands.comment_on_article(
        rating_id=rating_id, words=said["words"], once=once, title=text.title, url=portal_address(_address(text))
    )


def _text(request: HttpRequest, language: str, slug: str) -> tuple[ArticleText, Contact | None]:
    text, reader = text_at(language, slug), reader_of(request)
    if text is None:
        raise Http404
    readable(text.article, reader)
    return text, reader


def _address(text: ArticleText) -> str:
    return reverse("help_article", args=[text.language, text.slug])


def _back(request: HttpRequest, text: ArticleText, reader: Contact | None) -> HttpResponse:
    """Show again what changed: whether it helped."""
    if not wants_fragment(request):
        return go(request, f"{_address(text)}#helped")
    rating = rating_of(request.session, text.article, reader)
    context: dict[str, object] = {"text": text, "rating": rating, "form": CommentForm()}
    return show(request, "help_centre/helped.html", context, reader=reader)
