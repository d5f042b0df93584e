"""How the team meets, and what it rates by."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Criterion, Cycle
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.locking import lock_workspace, require_version
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

CYCLE_SET = names.declare("review.cycle_set", "How often review meetings are held, and what holds for each, was set.")
QUESTION_SET = names.declare("review.question_set", "A question ideas are rated by, or who may answer it, was set.")

Department = Staff.Department


def standing_cycle() -> Cycle:
    """Return how the team meets; two weeks until somebody sets it otherwise."""
    return Cycle.objects.first() or Cycle(version=0)


@transaction.atomic
def set_cycle(*, version: int, days: int, minutes: int, rating_hours: int, quorum: int, capacity_weeks: int) -> Cycle:
    """Set how the team meets. Meetings that are planned stay as they are.

    Raises StaleError when somebody else did so meanwhile, and ReviewError for what cannot be.
    """
    lock_workspace()
    row = standing_cycle()
    wanted = {
        "days": days,
        "minutes": minutes,
        "rating_hours": rating_hours,
        "quorum": quorum,
        "capacity_weeks": capacity_weeks,
    }
    if row.pk and all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    require_version(row, version)
    if not (1 <= quorum <= len(Department)) or days < 1:
        raise ReviewError(_("Between one and six departments must be there, and a day lies between two meetings."))
    for name, value in wanted.items():
        setattr(row, name, value)
    if row.pk:
        row.save(update_fields=["version", *wanted])
    else:
        row.save(force_insert=True)
    ledger.record(CYCLE_SET, row)
    return row


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
def edit_criterion(
    *, criterion_id: int, version: int, question: str, low: str, high: str, departments: list[str]
) -> Criterion:
    """Change what a question says and who may answer it. Meetings whose shortlist is frozen keep theirs.

    Raises StaleError when somebody else did so meanwhile, and ReviewError without words or departments.
    """
    lock_workspace()
    row = Criterion.objects.get(pk=criterion_id)
    chosen = [code for code in Department.values if code in departments]
    wanted = {"question": clean_line(question), "low": clean_line(low), "high": clean_line(high), "departments": chosen}
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    require_version(row, version)
    if not wanted["question"] or not chosen:
        raise ReviewError(_("Write the question, and choose at least one department that answers it."))
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=["version", *wanted])
    ledger.record(QUESTION_SET, row, key=row.key)
    return row


def kept_questions() -> list[dict[str, Any]]:
    """Return the questions as a meeting keeps them."""
    columns = ("key", "question", "low", "high", "kind", "departments")
    return [{name: getattr(row, name) for name in columns} for row in standing_questions()]


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
