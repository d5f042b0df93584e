"""How the team meets."""

from datetime import date, timedelta
from math import ceil

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Cycle
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.locking import lock_workspace, require_version
from wellheard.workspace.models import Staff

CYCLE_SET = names.declare("review.cycle_set", "How often review meetings are held, and what holds for each, was set.")

Department = Staff.Department
# How the next meeting comes about: planned as one ends, or by somebody.
PLANNED_BY_ITSELF, PLANNED_BY_HAND = "by_itself", "by_hand"


def standing_cycle() -> Cycle:
    """Return how the team meets; two weeks until somebody sets it otherwise."""
    return Cycle.objects.first() or Cycle(version=0)


def before_next_table() -> date:
    """Return the last day on which what is found out comes in time for the next meeting: its table is frozen the day after."""
    cycle = standing_cycle()
    return clock.today() + timedelta(days=max(1, cycle.days - 1 - ceil(cycle.rating_hours / 24)))


@transaction.atomic
def set_cycle(
    *,
    version: int,
    days: int,
    minutes: int,
    rating_hours: int,
    quorum: int,
    capacity_weeks: int,
    next_meeting: str = PLANNED_BY_ITSELF,
) -> Cycle:
    """Set how the team meets, and whether the next meeting is planned as one ends. Meetings that are planned stay as they are.

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
        "plans_next": next_meeting == PLANNED_BY_ITSELF,
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
