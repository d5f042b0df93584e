"""Ideas that turn out to be one: compare, merge, and take it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.decide import commands, queries
from wellheard.decide.commands import IdeaError
from wellheard.decide.models import EvidenceItem, Idea, IdeaMerge
from wellheard.decide.queries import Quote
from wellheard.foundation.text.clean import clean_line
from wellheard.web.ideas.keys import key_of
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.idea import found
from wellheard.web.ideas.views.leading import leads_on
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST = 100
MOST_FOUND = 10
MOST_SINCE = 100


@dataclass(frozen=True)
class Side:
    """One of two ideas that are compared: what it says, its loudest voice, and whether it is the stronger one."""

    idea: Idea
    quote: Quote | None
    is_stronger: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
@leads_on
def merging(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Find the idea that says the same, compare both, and keep one of them for all who asked."""
    shown = found(idea_id)
    if request.method == "POST":
        return _merge(request, shown)
    other = Idea.objects.unmerged().filter(pk=key_of(request.GET.get("with", ""))).exclude(pk=shown.pk).first()
    words = clean_line(request.GET.get("q", ""))[:LONGEST]
    context = {
        "place": PLACE,
        "idea": shown,
        "words": words,
        "sides": _sides(shown, other) if other else [],
        "asking_both": queries.companies_asking_both(shown, other) if other else 0,
        "candidates": [] if other else _candidates(shown, words),
    }
    return render(request, "ideas/merging.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def unmerging(request: StaffRequest, merge_id: int) -> HttpResponse:
    """Undo a merge, and say what becomes of what was said since."""
    merge = get_object_or_404(IdeaMerge.objects.select_related("source", "target"), pk=merge_id)
    if request.method == "POST":
        return _unmerge(request, merge)
    context = {"place": PLACE, "merge": merge, "since": _since(merge)}
    return render(request, "ideas/unmerging.html", context)


def _merge(request: StaffRequest, shown: Idea) -> HttpResponse:
    kept, other = key_of(request.POST.get("keep", "")), key_of(request.POST.get("other", ""))
    target, source = (shown.pk, other) if kept == shown.pk else (other, shown.pk)
    if kept not in {shown.pk, other}:
        messages.error(request, _("Choose which of the two ideas stays."))
        return redirect("idea_merging", shown.pk)
    try:
        done = commands.merge_ideas(source_id=source, target_id=target, by=request.user)
    except IdeaError as problem:
        messages.error(request, str(problem))
        return redirect(f"{reverse('idea_merging', args=[shown.pk])}?with={other}")
    sentence = _("“%(title)s” is part of this idea now, with everybody who asked.") % {"title": done.source.title}
    messages.success(request, sentence, extra_tags=reverse("idea_unmerging", args=[done.pk]))
    return redirect("idea", done.target_id)


def _unmerge(request: StaffRequest, merge: IdeaMerge) -> HttpResponse:
    chosen = [key_of(key) for key in request.POST.getlist("item")]
    try:
        commands.unmerge_ideas(merge_id=merge.pk, by=request.user, item_ids=chosen)
    except IdeaError as problem:
        messages.error(request, str(problem))
        return redirect("idea_unmerging", merge.pk)
    sentence = _("“%(title)s” stands for itself again. Everything that came from it went back.")
    messages.success(request, sentence % {"title": merge.source.title})
    return redirect("idea", merge.source_id)


def _since(merge: IdeaMerge) -> list[EvidenceItem]:
    return [] if merge.undone_at else list(queries.came_since(merge)[:MOST_SINCE])


def _sides(shown: Idea, other: Idea) -> list[Side]:
    quotes = queries.loudest_quotes([shown.pk, other.pk])
    stronger = max(shown, other, key=lambda idea: (idea.mrr_minor, idea.company_count, idea.vote_count, -idea.pk))
    return [Side(idea, quotes.get(idea.pk), idea == stronger) for idea in (shown, other)]


def _candidates(shown: Idea, words: str) -> list[Idea]:
    if not words:
        return queries.alike(shown, limit=MOST_FOUND)
    named = Idea.objects.unmerged().filter(title__icontains=words).exclude(pk=shown.pk)
    return list(named.select_related("area").worth_most_first()[:MOST_FOUND])
