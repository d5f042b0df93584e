"""What triage does with one piece besides filing it: each a page of its own, which a script shows on top of the queue."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.answer.commands import AnswerError
from wellheard.customers.commands import CustomerError
from wellheard.decide.commands import IdeaError, LinkError
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.commands import FeedbackError
from wellheard.listen.models import Feedback, TriageStep
from wellheard.understand.commands import FilingError
from wellheard.understand.suggestions import suggest_filing
from wellheard.web.feedback import commands
from wellheard.web.feedback.commands import UndoError
from wellheard.web.feedback.forms.triage import AsideForm, AssignForm, QuotableForm, SplitForm, ThereForm
from wellheard.web.feedback.forms.who import PlaceForm
from wellheard.web.feedback.passages import parts_of
from wellheard.web.feedback.views.queue import Queue, go_on, say, stay
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

FAULTS = (FeedbackError, FilingError, AnswerError, IdeaError, LinkError, CustomerError, UndoError)


@dataclass(frozen=True)
class Question:
    """A page that asks one thing about a piece: its title, its button and what stands in between."""

    title: str
    button: str
    hint: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def aside(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Ask why there is nothing to do about it; it leaves the queue, and whoever said it is thanked."""
    feedback = _feedback(feedback_id)
    question = Question(
        _("Is there nothing to do about this?"),
        _("Set it aside"),
        _("It stays readable under “Set aside” and counts for no idea. Whoever said it on a page of ours is thanked."),
    )
    form = AsideForm(request.POST or None, auto_id="ask_%s")

    def act() -> HttpResponse:
        step = commands.set_aside(feedback_id=feedback.pk, by=request.user, **form.cleaned_data)
        say(request, _("Set aside. It is kept under “Set aside”."), step)
        return go_on(request, feedback)

    return _ask(request, feedback, form, question, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def there(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Ask how they can do it already; they are told, and it is filed."""
    feedback = _feedback(feedback_id)
    question = Question(_("Is it there already?"), _("Answer how"))
    suggested = suggest_filing(feedback.words, language=feedback.language, besides=feedback.pk)
    initial = {"area": feedback.area_id or suggested.area_id, "category": suggested.category_id}
    form = ThereForm(request.POST or None, initial=initial, auto_id="ask_%s")

    def act() -> HttpResponse:
        chosen = form.cleaned_data
        ids = {f"{name}_id": chosen[name].pk if chosen[name] else None for name in ("area", "category")}
        step = commands.say_it_is_there(feedback_id=feedback.pk, how=chosen["how"], by=request.user, **ids)
        say(request, _("%(name)s will be told how to do it.") % {"name": feedback.contact}, step)
        return go_on(request, feedback)

    return _ask(request, feedback, form, question, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def splitting(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Ask which passage belongs to which quote; each becomes feedback of its own."""
    feedback = _feedback(feedback_id)
    parts = parts_of(feedback.words)
    question = Question(
        _("Does this say several things?"),
        _("Split it"),
        _("Each quote is filed and counted on its own, with the same person and date. The whole stays as it was said."),
        {"is_split": True},
    )
    form = SplitForm(request.POST or None, parts=parts, words=feedback.words, auto_id="ask_%s")

    def act() -> HttpResponse:
        quotes, step = commands.split(feedback_id=feedback.pk, passages=form.passages(parts), by=request.user)
        count = len(quotes)
        done = ngettext("One quote waits to be filed now.", "%(n)d quotes wait to be filed now.", count) % {"n": count}
        say(request, done, step)
        return stay(request, quotes[0].pk)

    return _ask(request, feedback, form, question, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def assignment(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Ask who looks at it; they find it under “Mine”."""
    feedback = _feedback(feedback_id)
    question = Question(_("Who looks at this?"), _("Assign it"), _("They find it under “Mine”, with your note."))
    initial = {"to": feedback.assignee_id or request.user.pk, "note": feedback.assigned_note}
    form = AssignForm(request.POST or None, initial=initial, auto_id="ask_%s")

    def act() -> HttpResponse:
        to = form.cleaned_data["to"]
        step = commands.assign(feedback_id=feedback.pk, to=to, note=form.cleaned_data["note"], by=request.user)
        say(request, _("%(name)s looks at it.") % {"name": to} if to else _("Nobody in particular looks at it."), step)
        return stay(request, feedback.pk)

    return _ask(request, feedback, form, question, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def author(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Ask who said it, and for which company."""
    feedback = _feedback(feedback_id)
    question = Question(_("Who said this?"), _("Note who said it"), extra={"is_who": True})
    form = PlaceForm(request.POST or None, auto_id="ask_%s")

    def act() -> HttpResponse:
        step = commands.note_who(feedback_id=feedback.pk, who=form.who, by=request.user)
        say(request, _("Noted who said it. What it is evidence for follows."), step)
        return stay(request, feedback.pk)

    return _ask(request, feedback, form, question, act)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def quoting(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Note whether others may read it."""
    form = QuotableForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose whether it may be quoted."))
        return stay(request, feedback_id)

    def act() -> None:
        quotable = form.cleaned_data["quotable"]
        step = commands.note_quotable(feedback_id=feedback_id, quotable=quotable, by=request.user)
        say(request, f"{Feedback.Quotable(quotable).label}.", step)

    _try(request, act)
    return stay(request, _feedback(feedback_id).pk)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def repeats(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Count what the same person said twice once."""
    feedback = _feedback(feedback_id)
    other = get_object_or_404(Feedback, pk=_number(request.POST.get("same_as", "")))

    def act() -> None:
        step = commands.count_once(feedback_id=feedback.pk, same_as_id=other.pk, by=request.user)
        say(request, _("Put together: it counts once."), step)

    return go_on(request, feedback) if _try(request, act) else stay(request, feedback.pk)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def returning(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """Put what was set aside back into the queue."""
    feedback = _feedback(feedback_id)

    def act() -> None:
        step = commands.bring_back(feedback_id=feedback.pk, by=request.user)
        say(request, _("It waits to be filed again."), step)

    _try(request, act)
    return redirect("filing_of", feedback.pk)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def undoing(request: StaffRequest) -> HttpResponse:
    """Take a step back: the one named, else the last of this person; lead to what stands as before."""
    latest = TriageStep.objects.latest_of(request.user)
    named = TriageStep.objects.filter(pk=_number(request.GET.get("step", "")), made_by=request.user)
    step = (named if "step" in request.GET else latest).first()
    if step is None:
        messages.info(request, _("There is nothing to take back."))
        return redirect(Queue.of(request).url(None))
    if step.batch_id and "step" not in request.GET:
        if _try(request, lambda: commands.take_back_all(batch_id=step.batch_id or 0, by=request.user)):
            messages.info(request, _("Taken back. What was done with them is undone."))
        return redirect(Queue.of(request).url(None))
    if _try(request, lambda: commands.take_back(step_id=step.pk, by=request.user)):
        messages.info(request, _("Taken back. It stands as it stood before."))
    return stay(request, int(next(iter(step.before))))


def _ask(
    request: StaffRequest, feedback: Feedback, form: BaseForm, question: Question, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show the question, or do what was answered; what cannot be done is said above the form, with everything typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return act()
            except FAULTS as problem:
                form.add_error(None, str(problem))
    context = {
        "place": "understand.filing",
        "queue": Queue.of(request),
        "feedback": feedback,
        "form": form,
        "question": question,
        "action": request.get_full_path(),
        **question.extra,
    }
    return render(request, "feedback/ask.html", context, status=status)


def _try(request: StaffRequest, act: Callable[[], object]) -> bool:
    """Do something; say why when it cannot be done."""
    try:
        act()
    except FAULTS as problem:
        messages.error(request, str(problem))
        return False
    return True


def _number(written: str) -> int:
    is_number = is_whole_number(written)
    return int(written) if is_number else 0


def _feedback(feedback_id: int) -> Feedback:
    return get_object_or_404(Feedback.objects.with_people(), pk=feedback_id)
