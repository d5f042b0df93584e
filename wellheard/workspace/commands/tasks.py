"""What somebody here has to do: given, done, taken back, handed on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.models import Staff, Task

ADDED = names.declare("task.added", "Somebody here has something to do.")
DONE = names.declare("task.done", "A task was done.")
UNDONE = names.declare("task.undone", "A task that was done is open again.")
ASSIGNED = names.declare("task.assigned", "A task was handed to somebody else, or to nobody.")
DROPPED = names.declare("task.dropped", "A task was overtaken: there is nothing left to do.")

BY_HAND = "by_hand"


class TaskError(WorkspaceError):
    """A task cannot be changed so."""


# Kinds of tasks that only what they are about may end, each with the sentence that says so.
_ends_with_subject: dict[str, Callable[[], str]] = {}


def ends_with_its_subject(kind: str, sentence: Callable[[], str]) -> None:
    """Let tasks of a kind be done only by what they are about; `sentence` tells whoever tries otherwise what to do."""
    _ends_with_subject[kind] = sentence


@dataclass(frozen=True)
class Subject:
    """What a task is about: the name and number of a row."""

    type: str = ""
    id: int | None = None


@transaction.atomic
def add_task(
    *,
    title: str = "",
    assignee: Staff | None,
    due_on: date | None,
    by: Staff | None,
    kind: str = BY_HAND,
    about: Subject = Subject(),
) -> Task:
    """Give somebody something to do. One open task of a kind about a row: giving it again returns the one that is there."""
    title = clean_line(title)[:200]
    if kind == BY_HAND and not title:
        raise TaskError(_("Write what is to be done."))
    wanted = {"title": title, "assignee": assignee, "due_on": due_on, "made_by": by, "made_at": clock.now()}
    if about.id is None:
        task, is_new = Task.objects.create(kind=kind, **wanted), True
    else:
        task, is_new = Task.objects.open().get_or_create(
            kind=kind, subject_type=about.type, subject_id=about.id, defaults=wanted
        )
    if is_new:
        ledger.record(ADDED, task, kind=kind)
    return task


@transaction.atomic
def finish_task(*, task_id: int, by: Staff | None) -> Task:
    """Note that a task is done; a second click changes nothing. Raises TaskError where what it is about has to end it."""
    task = _locked(task_id)
    _require_free(task)
    return _finish(task, by)


def _finish(task: Task, by: Staff | None) -> Task:
    if task.done_at is None and task.dropped_at is None:
        task.done_at, task.done_by = clock.now(), by
        task.save(update_fields=["done_at", "done_by"])
        ledger.record(DONE, task, kind=task.kind)
    return task


@transaction.atomic
def reopen_task(*, task_id: int) -> Task:
    """Take back that a task was done. Raises TaskError when the same is open again already."""
    task = _locked(task_id)
    if task.done_at is None:
        return task
    _require_free(task)
    task.done_at = task.done_by = None
    try:
        with transaction.atomic():
            task.save(update_fields=["done_at", "done_by"])
    except IntegrityError as problem:
        raise TaskError(_("There is an open task about the same already. Look at that one.")) from problem
    ledger.record(UNDONE, task, kind=task.kind)
    return task


@transaction.atomic
def assign_task(*, task_id: int, assignee: Staff | None) -> Task:
    """Hand a task to somebody else, or to nobody in particular. Raises TaskError for who does not work here any more."""
    task = _locked(task_id)
    if assignee and not assignee.is_active:
        raise TaskError(_("%(name)s does not work here any more. Choose somebody else.") % {"name": assignee.name})
    if task.assignee != assignee:
        task.assignee = assignee
        task.save(update_fields=["assignee"])
        ledger.record(ASSIGNED, task, to=assignee.pk if assignee else None)
    return task


@transaction.atomic
def finish_tasks_about(*, kind: str, about: Subject, by: Staff | None) -> None:
    """Note that what a row asked for is done."""
    for task in Task.objects.open().filter(kind=kind, subject_type=about.type, subject_id=about.id):
        _finish(_locked(task.pk), by)


@transaction.atomic
def drop_tasks_about(*, kind: str, about: Subject) -> None:
    """Note that there is nothing left to do about a row."""
    open_ones = Task.objects.open().filter(kind=kind, subject_type=about.type, subject_id=about.id)
    for task in open_ones.select_for_update(no_key=True):
        task.dropped_at = clock.now()
        task.save(update_fields=["dropped_at"])
        ledger.record(DROPPED, task, kind=kind)


def _require_free(task: Task) -> None:
    if sentence := _ends_with_subject.get(task.kind):
        raise TaskError(sentence())


def _locked(task_id: int) -> Task:
    task = (
        Task.objects.select_for_update(of=("self",), no_key=True).select_related("assignee").filter(pk=task_id).first()
    )
    if task is None:
        raise TaskError(_("This task does not exist any more. Go back to the list of tasks."))
    return task
