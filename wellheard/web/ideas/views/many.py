"""Change what stands on the board: many ideas at once, one idea's column, and the saved views."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wellheard.decide import commands
from wellheard.decide.commands import IdeaError
from wellheard.decide.commands.bulk import Outcome
from wellheard.decide.commands.ideas import BY_HAND
from wellheard.decide.models import Decision, Idea
from wellheard.web.ideas.keys import key_of
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.idea import found
from wellheard.web.templatetags.figures import number
from wellheard.workspace.commands.saved_views import SavedViewError, remove_view, save_view
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

MOST_SAID = 3
_DECIDED = {
    Idea.Status.PLANNED: Decision.Outcome.YES,
    Idea.Status.NOT_NOW: Decision.Outcome.NOT_NOW,
    Idea.Status.ALREADY_POSSIBLE: Decision.Outcome.ALREADY_POSSIBLE,
}


@require_POST
@needs(Permission.EDIT_IDEAS)
def bulk(request: StaffRequest) -> HttpResponse:
    """Change the chosen ideas at once; say what was left as it was, and why."""
    change = request.POST.get("change", "")
    chosen = [key for key in map(key_of, request.POST.getlist("idea")) if key]
    try:
        value = _strongest(chosen) if change == "merge" else request.POST.get(change, "")
        outcome = commands.bulk_edit_ideas(idea_ids=chosen, change=change, value=value, by=request.user)
    except IdeaError as problem:
        messages.error(request, str(problem))
    else:
        _say(request, outcome)
    return _back(request)


@require_POST
@needs(Permission.EDIT_IDEAS)
def bulk_undoing(request: StaffRequest, edit_id: int) -> HttpResponse:
    """Take a change of many ideas back."""
    count = commands.undo_bulk_edit(edit_id=edit_id, by=request.user)
    sentence = ngettext("%(count)s idea is as it was.", "%(count)s ideas are as they were.", count)
    messages.success(request, sentence % {"count": number(count)})
    return _back(request)


@require_POST
@needs(Permission.EDIT_IDEAS)
def moving(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Put an idea into another column. Where a decision or a release is due, ask for that instead."""
    idea, status = found(idea_id), request.POST.get("status", "")
    if status in _DECIDED and status != idea.status:
        return redirect(f"{reverse('idea_decision', args=[idea.pk])}?outcome={_DECIDED[Idea.Status(status)]}")
    if status == Idea.Status.SHIPPED != idea.status:
        return redirect(f"{reverse('release_new')}?idea={idea.pk}")
    try:
        if status in BY_HAND:
            moved = commands.change_status(idea_id=idea.pk, status=status)
            messages.success(request, _("“%(title)s” is now: %(status)s.") % _named(moved))
    except IdeaError as problem:
        messages.error(request, str(problem))
    return _back(request)


@require_POST
@needs(Permission.VIEW)
def view_saving(request: StaffRequest) -> HttpResponse:
    """Keep the board as it is shown under a name."""
    form = request.POST
    try:
        view = save_view(
            owner=request.user,
            place=PLACE,
            name=form.get("name", ""),
            query=form.get("query", ""),
            sharing="shared" if form.get("shared") else "own",
            first="yes" if form.get("default") else "no",
        )
    except SavedViewError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return _back(request)


@require_POST
@needs(Permission.VIEW)
def view_removal(request: StaffRequest, view_id: int) -> HttpResponse:
    """Remove one's own view."""
    remove_view(view_id=view_id, owner=request.user)
    messages.success(request, _("The view is gone. The ideas are as they were."))
    return _back(request)


def _strongest(chosen: list[int]) -> str:
    """Return the idea the chosen ones become part of: the one whose askers pay most."""
    strongest = Idea.objects.unmerged().filter(pk__in=chosen).paying_most_first().first()
    return str(strongest.pk) if strongest else ""


def _named(idea: Idea) -> dict[str, str]:
    return {"title": idea.title, "status": idea.get_status_display()}


def _say(request: StaffRequest, outcome: Outcome) -> None:
    if outcome.edit:
        sentence = ngettext("%(count)s idea is changed.", "%(count)s ideas are changed.", outcome.changed)
        undo = reverse("ideas_bulk_undoing", args=[outcome.edit.pk])
        messages.success(request, sentence % {"count": number(outcome.changed)}, extra_tags=undo)
    elif not outcome.refused:
        messages.info(request, _("They were like that already."))
    for title, reason in outcome.refused[:MOST_SAID]:
        messages.warning(request, _("“%(title)s” stays as it is. %(reason)s") % {"title": title, "reason": reason})
    if len(outcome.refused) > MOST_SAID:
        rest = len(outcome.refused) - MOST_SAID
        sentence = ngettext("%(count)s more stays as it is.", "%(count)s more stay as they are.", rest)
        messages.warning(request, sentence % {"count": number(rest)})


def _back(request: StaffRequest) -> HttpResponse:
    """Return to the board as it was shown."""
    return redirect(f"{reverse('ideas')}?{request.POST.get('query', '')[:2000] or 'view='}")
