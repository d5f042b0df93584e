"""One talk: who comes, what we ask, what was said, and what is done next."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.listen.commands import FeedbackError
from wellheard.listen.interviews import commands
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.letters import calendar_for
from wellheard.listen.interviews.models import Guest, Interview
from wellheard.web.talks import queries
from wellheard.web.talks.forms.noting import NotesForm, QuoteForm, StepForm
from wellheard.web.talks.views.talks import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@dataclass
class Forms:
    """The forms of the page; the one that was sent stands in it with what is wrong."""

    notes: NotesForm
    quote: QuoteForm
    step: StepForm


@require_safe
@needs(Permission.VIEW)
def talk(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Show a talk."""
    found = _talk(talk_id)
    forms_ = _forms(found, request)
    return _show(request, found, forms_, forms_.notes)


@require_POST
@needs(Permission.TALK)
def notes(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Keep the notes as they are now."""
    found = _talk(talk_id)
    forms_ = _forms(found, request)
    forms_.notes = form = NotesForm(request.POST, initial=_noted(found))
    keep: Callable[[], object] = lambda: commands.note_interview(interview_id=found.pk, **form.cleaned_data)  # noqa: E731
    if saved(form, keep, row=found):
        messages.success(request, _("The notes are kept. Mark what is in their words."))
        return redirect("talk", found.pk)
    return _show(request, found, forms_, form)


@require_POST
@needs(Permission.TALK)
def quotes(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Let a passage of the notes be what they told us."""
    found = _talk(talk_id)
    forms_ = _forms(found, request)
    forms_.quote = form = QuoteForm(request.POST, interview=found)
    if saved(form, lambda: _mark(found, form, request)):
        messages.success(request, _("It is feedback now, with whoever said it. Link it to an idea while you remember."))
        return redirect("talk", found.pk)
    return _show(request, found, forms_, form)


@require_POST
@needs(Permission.TALK)
def steps(request: StaffRequest, talk_id: int) -> HttpResponse:
    """Give somebody what was agreed on."""
    found = _talk(talk_id)
    forms_ = _forms(found, request)
    forms_.step = form = StepForm(request.POST)
    if saved(form, lambda: commands.agree_on_step(interview_id=found.pk, by=request.user, **form.cleaned_data)):
        messages.success(request, _("“%(title)s” is on the list.") % form.cleaned_data)
        return redirect("talk", found.pk)
    return _show(request, found, forms_, form)


@require_safe
@needs(Permission.VIEW)
def calendar(request: StaffRequest, talk_id: int) -> HttpResponse:  # noqa: ARG001 - the guard reads it
    """Hand the talk out for one's own calendar."""
    response = HttpResponse(calendar_for(_talk(talk_id)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="talk.ics"'
    return response


def _mark(found: Interview, form: QuoteForm, request: StaffRequest) -> None:
    try:
        commands.mark_quote(interview_id=found.pk, by=request.user, **form.cleaned_data)
    except FeedbackError as problem:
        raise TalkError(str(problem), field="words") from problem


def _talk(talk_id: int) -> Interview:
    return get_object_or_404(Interview.objects.select_related("company__tier", "host", "guide"), pk=talk_id)


def _forms(found: Interview, request: StaffRequest) -> Forms:
    return Forms(
        NotesForm(initial=_noted(found)),
        QuoteForm(interview=found, initial={"contact": _only_guest(found)}),
        StepForm(initial={"assignee": request.user}),
    )


def _noted(found: Interview) -> dict[str, object]:
    return {"version": found.version, "notes": found.notes}


def _only_guest(found: Interview) -> int | None:
    ids = list(found.guests.values_list("contact_id", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None


def _show(request: StaffRequest, found: Interview, forms_: Forms, sent: forms.Form) -> HttpResponse:
    guests = list(Guest.objects.filter(interview=found).select_related("contact").order_by("pk"))
    context = {
        "place": PLACE,
        "talk": found,
        "guests": [(one, _is_told(one, found)) for one in guests],
        "companions": list(found.companions.select_related("staff").order_by("pk")),
        "notes_form": forms_.notes,
        "quote_form": forms_.quote,
        "step_form": forms_.step,
        "quotes": queries.quotes_of(found),
        "steps": [one.task for one in found.next_steps.select_related("task__assignee").order_by("pk")],
    }
    return show(request, "talks/talk.html", sent, **context)


def _is_told(guest: Guest, found: Interview) -> str:
    """Return whether a guest was told of the talk as it stands: told, not (yet), or not at all."""
    if guest.told_sequence is None:
        return "not"
    return "told" if guest.told_sequence == found.sequence else "before"
