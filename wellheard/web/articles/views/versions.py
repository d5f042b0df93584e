"""What readers saw of an article and when: compared with what they see now, and brought back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.listen.articles import commands, queries
from wellheard.listen.articles.commands import ArticleError
from wellheard.web.articles.queries import changes
from wellheard.web.articles.views.articles import PLACE, found
from wellheard.web.ideas.keys import key_of
from wellheard.web.portal.languages import name_in_ours
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

MOST = 100


@require_safe
@needs(Permission.VIEW)
def versions(request: StaffRequest, article_id: int, language: str) -> HttpResponse:
    """List what readers saw in a language; show what one version says differently from now."""
    article = found(article_id)
    there = next((one for one in article.texts.all() if one.language == language), None)
    if there is None:
        raise Http404(_("Nobody has written this article in this language."))
    listed = list(queries.versions_of(article, language)[:MOST])
    number = key_of(request.GET.get("number", ""))
    chosen = next((version for version in listed if version.number == number), None)
    context = {
        "place": PLACE,
        "article": article,
        "title": queries.heading_of(article),
        "language": language,
        "language_name": name_in_ours(language),
        "versions": listed,
        "chosen": chosen,
        "now": listed[0] if listed else None,
        "changes": changes(chosen.body, there.body) if chosen else [],
        "text": there,
    }
    return render(request, "articles/versions.html", context)


@require_POST
@needs(Permission.WRITE_ARTICLES)
def version_return(request: StaffRequest, article_id: int, language: str, number: int) -> HttpResponse:
    """Write on with an earlier text."""
    article = found(article_id)
    try:
        commands.bring_version_back(article_id=article.pk, language=language, number=number, by=request.user)
    except ArticleError as problem:
        messages.error(request, str(problem))
        return redirect("article_versions", article.pk, language)
    messages.success(request, _("It is a draft now. Readers see it once you publish it."))
    return redirect("article_text", article.pk, language)
