"""Articles that are missing: asked for, taken up, written or not needed after all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.paging import page_of
from wellheard.listen.articles import commands, queries
from wellheard.listen.articles.commands import ArticleError
from wellheard.web.articles.forms import WishForm
from wellheard.web.articles.views.articles import PLACE
from wellheard.web.ideas.keys import key_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_ARTICLES)
def wishes(request: StaffRequest) -> HttpResponse:
    """List the articles that are missing, those most often needed first; ask for one."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.wish_for_article(by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(title)s” is on the list.") % form.cleaned_data)
        return redirect("article_wishes")
    view = "closed" if request.GET.get("view") == "closed" else "open"
    rows = queries.wishes(state=view)
    page = page_of(rows, order=queries.NEWEST_WISHES, cursor=request.GET.get("after", ""))
    context = {"place": PLACE, "page": page, "view": view, "form": form, "counts": queries.counts()}
    return render(request, "articles/wishes.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def wish_answer(request: StaffRequest, wish_id: int) -> HttpResponse:
    """Say which article answers a wish; it closes once readers see that."""
    try:
        wish = commands.answer_wish(
            wish_id=wish_id, article_id=key_of(request.POST.get("article", "")), by=request.user
        )
    except ArticleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("“%(title)s” is answered by it.") % {"title": wish.title})
    return redirect("article_wishes")


@require_POST
@needs(Permission.WRITE_ARTICLES)
def wish_dropping(request: StaffRequest, wish_id: int) -> HttpResponse:
    """Say that no article is needed after all."""
    try:
        commands.drop_wish(wish_id=wish_id)
    except ArticleError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is off the list."))
    return redirect("article_wishes")
