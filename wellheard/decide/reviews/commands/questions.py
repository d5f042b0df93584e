"""What ideas are rated by: questions, which departments may answer each, and those that are asked no more."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.reviews.errors import LeavesOutError, ReviewError
from wellheard.decide.reviews.models import Criterion
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.locking import lock_workspace, require_version
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

QUESTION_SET = names.declare("review.question_set", "A question ideas are rated by, or who may answer it, was set.")
QUESTION_RESTORED = names.declare("review.question_restored", "A question that was retired is asked again.")
QUESTION_RETIRED = names.declare(
    "review.question_retired", "A question is asked at no meeting any more; what was answered stays."
)

Department = Staff.Department
Kind = Criterion.Kind
MOST_QUESTIONS = 12


@transaction.atomic
def standing_questions() -> list[Criterion]:
    """Return what ideas are rated by. The first time it is made: what it is worth, asked of all; the effort, of Engineering."""
    if not Criterion.objects.exists():
        lock_workspace()
        if not Criterion.objects.exists():
            with translation.override(installation().language):
                Criterion.objects.bulk_create(_first_questions())
    return list(Criterion.objects.standing().in_order())


@transaction.atomic
def add_criterion(*, question: str, low: str, high: str, kind: str, departments: list[str]) -> Criterion:
    """Ask one more question from the next table on; the same words again are a double click.

    Raises ReviewError without words or departments, for a second question of weeks, and for more than anybody answers.
    """
    lock_workspace()
    standing = standing_questions()
    wanted = _wanted(question, low, high, departments)
    there = next((row for row in standing if row.question == wanted["question"] and row.kind == kind), None)
    if there:
        return there
    if kind not in Kind.values:
        raise ReviewError(_("Choose how it is answered: from one to five, or in weeks of work."))
    _require_place(standing, kind)
    every = Criterion.objects.count()
    row = Criterion.objects.create(key=f"question-{every + 1}", kind=kind, position=every, **wanted)
    ledger.record(QUESTION_SET, row, key=row.key)
    return row


@transaction.atomic
def edit_criterion(
    *,
    criterion_id: int,
    version: int,
    question: str,
    low: str,
    high: str,
    departments: list[str],
    leaving_out: Collection[str] = (),
) -> Criterion:
    """Change what a question says and who may answer it. Meetings whose shortlist is frozen keep theirs.

    Raises StaleError when somebody else did so meanwhile, ReviewError without words or departments, and LeavesOutError
    where a department would answer nothing any more that is not among those left out on purpose.
    """
    lock_workspace()
    row = Criterion.objects.get(pk=criterion_id)
    wanted = _wanted(question, low, high, departments)
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    require_version(row, version)
    _require_nobody_left_out(row, wanted["departments"], leaving_out)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=["version", *wanted])
    ledger.record(QUESTION_SET, row, key=row.key)
    return row


@transaction.atomic
def retire_criterion(*, criterion_id: int, version: int, leaving_out: Collection[str] = ()) -> Criterion:
    """Ask a question no more. Meetings whose shortlist is frozen keep it, and so do old minutes; twice changes nothing.

    Raises StaleError when somebody changed it meanwhile, ReviewError for the last one on the scale, which says what an idea
    is worth, and LeavesOutError as a change does.
    """
    lock_workspace()
    row = Criterion.objects.get(pk=criterion_id)
    if row.retired_at:
        return row
    require_version(row, version)
    others = Criterion.objects.standing().exclude(pk=row.pk)
    if row.kind == Kind.SCALE and not others.filter(kind=Kind.SCALE).exists():
        raise ReviewError(_("This question says what an idea is worth. Add another one from one to five first."))
    _require_nobody_left_out(row, (), leaving_out)
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at", "version"])
    ledger.record(QUESTION_RETIRED, row, key=row.key)
    return row


@transaction.atomic
def restore_criterion(*, criterion_id: int) -> Criterion:
    """Ask a retired question again from the next table on, of the departments that answered it; twice changes nothing.

    Raises ReviewError for a second question of weeks, for words that are asked already, and for more than anybody answers.
    """
    lock_workspace()
    row = Criterion.objects.get(pk=criterion_id)
    if row.retired_at is None:
        return row
    standing = standing_questions()
    if any((one.question, one.kind) == (row.question, row.kind) for one in standing):
        raise ReviewError(_("“%(question)s” is asked already, by a question that was added since.") % {"question": row})
    _require_place(standing, row.kind)
    row.retired_at = None
    row.version += 1
    row.save(update_fields=["retired_at", "version"])
    ledger.record(QUESTION_RESTORED, row, key=row.key)
    return row


def kept_questions() -> list[dict[str, Any]]:
    """Return the questions as a meeting keeps them."""
    columns = ("key", "question", "low", "high", "kind", "departments")
    return [{name: getattr(row, name) for name in columns} for row in standing_questions()]


def asked_nothing(questions: Iterable[Criterion]) -> list[str]:
    """Return the departments that answer none of these questions, by their codes."""
    answering = {code for row in questions for code in row.departments}
    return [code for code in Department.values if code not in answering]


def _require_place(standing: Collection[Criterion], kind: str) -> None:
    if kind == Kind.WEEKS and any(row.kind == Kind.WEEKS for row in standing):
        raise ReviewError(_("The weeks of work are asked already. Change that question, or retire it first."))
    if len(standing) >= MOST_QUESTIONS:
        raise ReviewError(_("Twelve questions are asked already. Retire one first; nobody answers more with care."))


def _require_nobody_left_out(row: Criterion, departments: Collection[str], leaving_out: Collection[str]) -> None:
    """Let no department be asked nothing by accident: whoever changes a question says which ones are."""
    standing = list(Criterion.objects.standing())
    before = asked_nothing(standing)
    others = [one for one in standing if one.pk != row.pk]
    after = [code for code in asked_nothing(others) if code not in departments]
    left = [code for code in after if code not in before]
    if not set(left) <= set(leaving_out):
        raise LeavesOutError(left)


def _wanted(question: str, low: str, high: str, departments: list[str]) -> dict[str, Any]:
    chosen = [code for code in Department.values if code in departments]
    wanted = {"question": clean_line(question), "low": clean_line(low), "high": clean_line(high), "departments": chosen}
    if not wanted["question"] or not chosen:
        raise ReviewError(_("Write the question, and choose at least one department that answers it."))
    return wanted


def _first_questions() -> list[Criterion]:
    worth = Criterion(
        key="worth",
        question=_("What is it worth to customers?"),
        low=_("little"),
        high=_("very much"),
        departments=list(Department.values),
        position=0,
    )
    effort = Criterion(
        key="effort",
        question=_("How many weeks of work is it?"),
        kind=Criterion.Kind.WEEKS,
        departments=[Department.ENGINEERING.value],
        position=1,
    )
    return [worth, effort]
