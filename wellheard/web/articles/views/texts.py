"""Writing an article in a language: beside what readers see, with a preview, until it is published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.pictures import PictureError, draw_anew
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.articles import commands
from wellheard.listen.articles.commands import MOST_CHARACTERS, ArticleError
from wellheard.listen.articles.models import Article, ArticleText
from wellheard.listen.articles.queries import heading_of
from wellheard.web.articles.forms import TextForm
from wellheard.web.articles.views.articles import PLACE, found
from wellheard.web.ideas.keys import key_of
from wellheard.web.ideas.views.conflicts import refuse, standing
from wellheard.web.portal.languages import name_in_ours
from wellheard.web.translating.views import require_known
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST_SIDE = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_ARTICLES)
def text(request: StaffRequest, article_id: int, language: str) -> HttpResponse:
    """Write an article in a language. When somebody else did so meanwhile, theirs stands beside ours and nothing is lost."""
    article = found(article_id)
    require_known(language)
    there = article.texts.filter(language=language).first()
    form = TextForm(request.POST or None, request.FILES or None, initial=_written(there))
    if request.method != "POST":
        return _show(request, article, language, there, form)
    if "look" in request.POST or "picture" in request.FILES:
        return _show(request, article, language, there, _again(request, article, there))
    if form.is_valid():
        try:
            saved = _save(request, article, language, form)
        except ArticleError as problem:
            refuse(form, problem, version=there.version if there else 0)
        else:
            return _after_saving(request, article, saved)
    return _show(request, article, language, there, form)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def preview(request: StaffRequest, article_id: int, language: str) -> HttpResponse:
    """Show what is being typed as readers will read it. Changes nothing."""
    article = found(article_id)
    require_known(language)
    context = {"article": article, "language": language} | _as_read(request)
    return render(request, "articles/as_read.html", context)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def publishing(request: StaffRequest, article_id: int, language: str) -> HttpResponse:
    """Let readers see what was written: the text this person read, no later one."""
    article = found(article_id)
    version = key_of(request.POST.get("version", ""))
    try:
        published = commands.publish_text(article_id=article.pk, language=language, version=version, by=request.user)
    except ArticleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Readers see “%(title)s” now.") % {"title": published.title})
    return redirect("article", article.pk)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def discarding(request: StaffRequest, article_id: int, language: str) -> HttpResponse:
    """Throw away what is being written beside a published text."""
    article = found(article_id)
    try:
        commands.discard_draft(article_id=article.pk, language=language)
    except ArticleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The draft is gone. What readers see stays as it is."))
    return redirect("article", article.pk)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def removal(request: StaffRequest, article_id: int, language: str) -> HttpResponse:
    """Take an article away in a language."""
    article = found(article_id)
    try:
        commands.remove_text(article_id=article.pk, language=language)
    except ArticleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is taken away. Its readers see the original again."))
    return redirect("article", article.pk)


def _save(request: StaffRequest, article: Article, language: str, form: TextForm) -> ArticleText:
    values = {name: form.cleaned_data[name] for name in ("version", "title", "summary", "body", "slug")}
    return commands.write_text(article_id=article.pk, language=language, by=request.user, **values)


def _after_saving(request: StaffRequest, article: Article, saved: ArticleText) -> HttpResponse:
    if "publish" in request.POST:
        try:
            commands.publish_text(
                article_id=article.pk, language=saved.language, version=saved.version, by=request.user
            )
        except ArticleError as problem:
            messages.error(request, str(problem))
            return redirect("article_text", article.pk, saved.language)
        messages.success(request, _("Readers see “%(title)s” now.") % {"title": saved.heading})
        return redirect("article", article.pk)
    messages.success(request, _("The draft is saved. Readers see it once you publish it."))
    return redirect("article_text", article.pk, saved.language)


def _again(request: StaffRequest, article: Article, there: ArticleText | None) -> TextForm:
    """Return the form as it was typed, with a picture that came along at the end of the text."""
    typed = {name: request.POST.get(name, "") for name in ("title", "summary", "slug", "shows")}
    typed |= {"version": request.POST.get("version", ""), "body": clean_words(request.POST.get("body", ""))}
    file = request.FILES.get("picture")
    if file:
        try:
            picture = draw_anew(file.read(), longest_side=LONGEST_SIDE)
            image = commands.keep_image(article_id=article.pk, picture=picture, shows=typed["shows"], by=request.user)
        except (PictureError, ArticleError) as problem:
            messages.error(request, str(problem))
        else:
            typed["body"] = f"{typed['body']}\n\n{image.markdown}".strip()[:MOST_CHARACTERS]
            typed["shows"] = ""
            messages.success(
                request, _("The picture stands at the end of the text. Move its line to where it belongs.")
            )
    return TextForm(initial=_written(there) | typed)


def _written(there: ArticleText | None) -> dict[str, Any]:
    if there is None:
        return {"version": 0}
    prefix = "draft_" if there.has_draft else ""
    names = ("title", "summary", "body", "slug")
    return {name: getattr(there, f"{prefix}{name}") for name in names} | {"version": there.version}


def _as_read(request: StaffRequest) -> dict[str, str]:
    return {
        "read_title": clean_line(request.POST.get("title", ""))[:200],
        "read_summary": clean_line(request.POST.get("summary", ""))[:300],
        "read_body": clean_words(request.POST.get("body", "")[:MOST_CHARACTERS]),
    }


def _show(
    request: StaffRequest, article: Article, language: str, there: ArticleText | None, form: TextForm
) -> HttpResponse:
    original = next((one for one in article.texts.all() if one.language == article.language), None)
    context = {
        "place": PLACE,
        "article": article,
        "title": heading_of(article),
        "language": language,
        "language_name": name_in_ours(language),
        "there": there,
        "original": original if language != article.language else None,
        "form": form,
        "standing": standing(form),
        "editor": there.updated_by.name if there and there.updated_by and form.errors else "",
        "read_title": form["title"].value() or "",
        "read_summary": form["summary"].value() or "",
        "read_body": form["body"].value() or "",
        "images": list(article.images.order_by("pk")),
    }
    return render(request, "articles/text.html", context, status=422 if form.errors else 200)
