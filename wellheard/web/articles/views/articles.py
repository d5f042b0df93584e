"""The list of articles, and one article: as it is read, in which languages, where it stands and whether it helped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen.articles import commands, queries
from wellheard.listen.articles.commands import ArticleError
from wellheard.listen.articles.models import Article, WritingWish
from wellheard.web.articles.forms import ArticleFilter, NewArticleForm, PlaceForm
from wellheard.web.articles.queries import languages_of, rows_of
from wellheard.web.ideas.keys import key_of
from wellheard.web.ideas.views.conflicts import refuse, standing
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission
from wellheard.workspace.queries import within

PLACE = "listen.articles"
STATES = ("published", "draft", "stale", "archived")


@require_safe
@needs(Permission.VIEW)
def articles(request: StaffRequest) -> HttpResponse:
    """List articles by section: what is stale, what is missing in a language, what helped."""
    filters = ArticleFilter(request.GET)
    state = request.GET.get("state", "")
    wanted = _narrowing(filters, state if state in STATES else "")
    page = page_of(queries.listed(wanted), order=queries.ORDER, cursor=request.GET.get("after", ""))
    context = {
        "place": PLACE,
        "counts": queries.counts(),
        "filters": filters,
        "state": wanted.state,
        "is_narrowed": wanted != queries.Narrowing(),
        "page": page,
        "rows": rows_of(page.items),
    }
    return render(request, "articles/articles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_ARTICLES)
def article_new(request: StaffRequest) -> HttpResponse:
    """Begin an article; the wish it answers may come along in the address."""
    wish = WritingWish.objects.open().filter(pk=key_of(request.GET.get("wish", ""))).first()
    begun: dict[str, Any] = {"language": installation().language}
    if wish:
        begun |= {"title": wish.title, "area": wish.area_id or "", "language": wish.language or begun["language"]}
    form = NewArticleForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            written = commands.write_article(by=request.user, **values)
            if wish:
                commands.answer_wish(wish_id=wish.pk, article_id=written.pk, by=request.user)
        except ArticleError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("“%(title)s” is a draft. Nobody outside sees it yet.") % values)
            return redirect("article_text", written.pk, written.language)
    context = {"place": PLACE, "form": form, "wish": wish}
    return render(request, "articles/article_new.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Permission.VIEW)
def article(request: StaffRequest, article_id: int) -> HttpResponse:
    """Show an article as readers read it, with what there is to know about it."""
    shown = found(article_id)
    languages = languages_of(shown)
    asked = request.GET.get("language", shown.language)
    text = next((each.text for each in languages if each.code == asked and each.text), None)
    context = {
        "place": PLACE,
        "article": shown,
        "title": queries.heading_of(shown),
        "languages": languages,
        "text": text or shown.texts.first(),
        "images": list(shown.images.order_by("pk")),
        "wishes": list(shown.wishes.order_by("-pk")[:20]),
        "comments": list(
            shown.ratings.exclude(feedback=None).select_related("feedback", "feedback__contact").order_by("-pk")[:10]
        ),
    }
    return render(request, "articles/article.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_ARTICLES)
def article_place(request: StaffRequest, article_id: int) -> HttpResponse:
    """Say where an article stands, who looks after it, and who may read it."""
    shown = found(article_id)
    names = ("version", "section", "position", "audience", "area", "owner", "segment")
    form = PlaceForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            commands.place_article(article_id=shown.pk, **form.cleaned_data)
        except ArticleError as problem:
            refuse(form, problem, version=shown.version)
        else:
            messages.success(request, _("The article stands there now."))
            return redirect("article", shown.pk)
    context = {
        "place": PLACE,
        "article": shown,
        "title": queries.heading_of(shown),
        "form": form,
        "sections": queries.sections(),
        "standing": standing(form),
    }
    return render(request, "articles/article_place.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def article_state(request: StaffRequest, article_id: int) -> HttpResponse:
    """Hide an article, put it away, take it out again, or say that it is still true."""
    steps = {
        "hide": (commands.unpublish_article, _("Nobody outside sees it any more.")),
        "archive": (commands.archive_article, _("It is in the archive.")),
        "restore": (commands.restore_article, _("It is a draft again.")),
        "review": (commands.review_article, _("It counts as true for another half year.")),
    }
    change, sentence = steps.get(request.POST.get("step", ""), (None, ""))
    shown = found(article_id)
    if change is None:
        messages.error(request, _("Choose what to do with the article."))
    else:
        change(article_id=shown.pk)
        messages.success(request, sentence)
    return redirect("article", shown.pk)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def article_picture_removal(request: StaffRequest, article_id: int, image_id: int) -> HttpResponse:
    """Delete a picture; where it stood, its description stands."""
    commands.delete_image(article_id=found(article_id).pk, image_id=image_id)
    messages.success(request, _("The picture is deleted. Where it stood, its description stands."))
    return redirect("article", article_id)


def found(article_id: int) -> Article:
    """Return an article with what its pages need, or raise 404."""
    rows = Article.objects.select_related("area", "owner", "segment").prefetch_related("texts")
    return get_object_or_404(rows, pk=article_id)


def _narrowing(filters: ArticleFilter, state: str) -> queries.Narrowing:
    chosen = filters.cleaned_data if filters.is_valid() else {}
    area = chosen.get("area")
    return queries.Narrowing(
        state=state,
        areas=frozenset(within(area)) if area else frozenset(),
        missing=chosen.get("missing", ""),
        words=chosen.get("q", ""),
    )
