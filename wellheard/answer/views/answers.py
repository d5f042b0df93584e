"""One answer: what they will read, sent, kept back, or told by a person."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.answer import commands
from wellheard.answer.commands import AnswerError, StaleAnswerError
from wellheard.answer.forms import AnswerForm, ToldForm
from wellheard.answer.languages import name_of
from wellheard.answer.models import Answer
from wellheard.answer.queries import TELL, addresses, ledger_rows
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Task
from wellheard.workspace.permissions import Permission

State = Answer.State


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def answer(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Show one answer as they will read it; reword it while it has not left."""
    shown = _answer(answer_id)
    form = AnswerForm(request.POST or None, initial=_fields(shown))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_answer(answer_id=shown.pk, by=request.user, **form.cleaned_data)
        except StaleAnswerError as problem:
            form.add_error(None, str(problem))
            theirs = _answer(answer_id)
            form.data = {**form.data.dict(), "version": str(theirs.version)}  # type: ignore[attr-defined]
        except AnswerError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Your wording is kept."))
            return redirect("answer", shown.pk)
    return render(
        request, "answers/answer.html", _answer_context(shown, form) | {"theirs": theirs}, status=_status(form)
    )


@require_POST
@needs(Permission.ANSWER)
def send(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Send one answer now."""
    return _change(
        request, answer_id, lambda: commands.send_answer(answer_id=answer_id, by=request.user), _("It is on its way.")
    )


@require_POST
@needs(Permission.ANSWER)
def keep_back(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Stop an answer from going out by itself."""
    done = _("It stays here until you send it.")
    return _change(request, answer_id, lambda: commands.keep_back(answer_id=answer_id), done)


@require_POST
@needs(Permission.ANSWER)
def bounce(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Note that an answer came back, and what its mail server wrote."""
    reply = request.POST.get("reply", "")
    done = _("Noted. They are still waiting to hear from us.")
    return _change(request, answer_id, lambda: commands.note_bounced(answer_id=answer_id, reply=reply), done)


@require_POST
@needs(Permission.ANSWER)
def tell(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Note that somebody told them another way."""
    form = ToldForm(request.POST)
    if not form.is_valid():
        shown = _answer(answer_id)
        context = _answer_context(shown, AnswerForm(initial=_fields(shown))) | {"told_form": form}
        return render(request, "answers/answer.html", context, status=422)
    how = form.cleaned_data["how"]
    return _change(
        request,
        answer_id,
        lambda: commands.mark_told(answer_id=answer_id, how=how, by=request.user),
        _("Noted. They have heard back."),
    )


def _change(request: StaffRequest, answer_id: int, change: Callable[[], object], done: str) -> HttpResponse:
    _answer(answer_id)
    try:
        change()
    except AnswerError as problem:
        messages.error(request, str(problem))
        return redirect("answer", answer_id)
    messages.success(request, done)
    return redirect("answers")


def _answer_context(shown: Answer, form: AnswerForm) -> dict[str, object]:
    task = Task.objects.open().filter(kind=TELL, subject_type="answer", subject_id=shown.pk).first()
    return {
        "place": "answer.answers",
        "answer": shown,
        "form": form,
        "told_form": ToldForm(),
        "is_open": shown.state in commands.OPEN,
        "task": task,
        "task_is_overdue": bool(task and task.due_on and task.due_on < clock.today()),
        "staff_language": name_of(shown.staff_language),
        "frame_language": name_of(shown.language),
        "address": addresses([shown.contact_id]).get(shown.contact_id, ""),
        "thread": OutgoingMail.objects.filter(
            pk__in=Answer.objects.filter(contact_id=shown.contact_id).exclude(mail=None).values("mail_id")
        ).newest_first()[:10],
    }


def _answer(answer_id: int) -> Answer:
    return get_object_or_404(ledger_rows(State.values), pk=answer_id)


def _fields(shown: Answer) -> dict[str, object]:
    return {"version": shown.version, "subject_line": shown.subject_line, "words": shown.words}


def _status(form: AnswerForm) -> int:
    return 422 if form.is_bound and form.errors else 200
