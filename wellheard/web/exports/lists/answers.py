"""Answers and tasks as files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.answer.narrowing import VIEWS, Narrowing
from wellheard.answer.queries import as_rows
from wellheard.web.exports.table import Asked, Columns, NoSuchRowsError, Rows, Table, by_key
from wellheard.web.tasks import queries as tasks
from wellheard.workspace.permissions import Permission


def _answers(asked: Asked) -> Rows:
    narrowed = Narrowing.read(asked.query.dict())
    if narrowed.view not in VIEWS:
        raise NoSuchRowsError(_("There is no such list of answers."))
    order = ("-told_at", "-pk") if narrowed.view == "told" else ("waiting_since", "pk")
    return by_key(as_rows(narrowed.rows()).select_related("told_by", "mail"), order)


def _answer_columns() -> Columns:
    return {
        "id": lambda answer: answer.pk,
        "contact": lambda answer: answer.contact,
        "company": lambda answer: answer.company_name,
        "idea": lambda answer: answer.idea,
        "said": lambda answer: answer.quote.words if answer.quote else "",
        "occasion": lambda answer: answer.occasion,
        "state": lambda answer: answer.state,
        "subject_line": lambda answer: answer.subject_line,
        "words": lambda answer: answer.words,
        "language": lambda answer: answer.language,
        "waiting_since": lambda answer: answer.waiting_since,
        "owed_at": lambda answer: answer.owed_at,
        "told_at": lambda answer: answer.told_at,
        "told_by": lambda answer: answer.told_by,
        "told_how": lambda answer: answer.told_how,
        "failure": lambda answer: answer.mail.failure if answer.mail else "",
        "solved": lambda answer: answer.solved,
        "solved_at": lambda answer: answer.solved_at,
        "solved_comment": lambda answer: answer.solved_comment,
    }


def _tasks(asked: Asked) -> Rows:
    view = asked.query.get("view", "mine")
    if view not in tasks.VIEWS:
        raise NoSuchRowsError(_("There is no such list of tasks."))
    return by_key(tasks.sortable(tasks.listed(view, asked.staff)), tasks.order_of(view))


def _task_columns() -> Columns:
    return {
        "id": lambda task: task.pk,
        "kind": lambda task: task.kind,
        "title": lambda task: task.title,
        "assignee": lambda task: task.assignee,
        "due_on": lambda task: task.due_on,
        "subject_type": lambda task: task.subject_type,
        "subject_id": lambda task: task.subject_id,
        "made_at": lambda task: task.made_at,
        "done_at": lambda task: task.done_at,
        "done_by": lambda task: task.done_by,
    }


TABLES = (
    Table("answers", gettext_lazy("Answers"), _answer_columns, _answers),
    Table("tasks", gettext_lazy("Tasks"), _task_columns, _tasks, needs=Permission.ANSWER),
)
