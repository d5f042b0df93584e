"""What somebody here has to do, with what each task is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from wellheard.answer.models import Answer
from wellheard.answer.queries import TELL, ledger_rows
from wellheard.foundation import clock
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Permission

VIEWS = ("mine", "all", "overdue", "done")
OWN_VIEWS = ("mine", "done")

# The pages of what tasks are about, by the name of its rows.
_PAGES = {
    "departure": "departure",
    "idea": "idea",
    "objective": "goal",
    "workitem": "work_item",
    "report": "report",
    "check": "review_check",
    "reviewitem": "review_asked",
    "company": "company",
    "nextstep": "talk_step",
    "runstep": "playbook_step",
}
# What has no page of its own stands in a list.
_LISTS = {"topicanswer": "forum_answers", "attendee": "reviews"}
# What ends on a page of its own alone.
_ENDINGS = {"analysis": "analysis"}


@dataclass(frozen=True)
class Row:
    """A task, and the answer it is about if it is to tell one."""

    task: Task
    answer: Answer | None

    @property
    def url(self) -> str:
        """Where what it is about is looked at; empty where there is no such page."""
        name = (_PAGES | _ENDINGS).get(self.task.subject_type)
        if listed := _LISTS.get(self.task.subject_type):
            return reverse(listed)
        return reverse(name, args=[self.task.subject_id]) if name and self.task.subject_id else ""

    @property
    def is_overdue(self) -> bool:
        return bool(self.task.done_at is None and self.task.due_on and self.task.due_on < clock.today())


def views_for(staff: Staff) -> tuple[str, ...]:
    """Return the lists somebody may read: all of them who answers customers, else their own."""
    return VIEWS if staff.may(Permission.ANSWER) else OWN_VIEWS


def listed(view: str, staff: Staff) -> QuerySet[Task]:
    """Return the tasks of a view."""
    rows = Task.objects.select_related("assignee", "done_by")
    if view == "done":
        done = rows.exclude(done_at=None)
        return done if staff.may(Permission.ANSWER) else done.filter(assignee=staff)
    waiting = rows.open()
    if view == "mine":
        return waiting.filter(assignee=staff)
    return waiting.filter(due_on__lt=clock.today()) if view == "overdue" else waiting


def order_of(view: str) -> tuple[str, ...]:
    """Return in which order a view is read: what was done last first, otherwise what is due first."""
    return ("-done_at", "-pk") if view == "done" else ("due_first", "pk")


def sortable(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Let tasks without a date come after those with one."""
    return rows.annotate(due_first=Coalesce("due_on", Value(date.max)))


def rows_of(tasks: Sequence[Task]) -> list[Row]:
    """Return the tasks with what they are about, in two statements however many there are."""
    ids = [task.subject_id for task in tasks if task.kind == TELL and task.subject_id]
    answers = {answer.pk: answer for answer in ledger_rows(Answer.State.values).filter(pk__in=ids)} if ids else {}
    return [Row(task, answers.get(task.subject_id or 0)) for task in tasks]


def counts(staff: Staff) -> dict[str, int]:
    """Return how many tasks each view has."""
    return {view: listed(view, staff).count() for view in views_for(staff)}
