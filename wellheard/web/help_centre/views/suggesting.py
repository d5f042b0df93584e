"""Reading a suggested article beside what one writes, and saying that it solved it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wellheard.listen.articles.models import Article, ArticleText
from wellheard.listen.articles.queries import texts_for
from wellheard.web.help_centre import queries, showing
from wellheard.web.portal.views.pages import reader_of, show, wants_fragment


@require_POST
def help_reading(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show a suggested article beside what is being written; nothing typed is touched."""
    text = _text(request, article_id)
    showing.note_opened(request.session, article_id=article_id)
    return _show(request, text, "help_centre/beside.html")


@require_POST
def help_solved(request: HttpRequest, article_id: int) -> HttpResponse:
    """Count that an article solved it; what was typed stays, and can be sent all the same."""
    text = _text(request, article_id)
    showing.note_solved(request.session, article_id=article_id)
    return _show(request, text, "help_centre/solved.html")


def _show(request: HttpRequest, text: ArticleText, template: str) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("help_article", text.language, text.slug)
    context: dict[str, object] = {"text": text, "fallback": queries.said_fallback(text)}
    return show(request, template, context, reader=reader_of(request))


def _text(request: HttpRequest, article_id: int) -> ArticleText:
    is_readable = Article.objects.visible_to(reader_of(request)).filter(pk=article_id).exists()
    text = texts_for([article_id]).get(article_id) if is_readable else None
    if text is None:
        raise Http404
    return text
