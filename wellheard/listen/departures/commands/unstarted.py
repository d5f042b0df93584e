"""Find companies that pay and have not begun while they can still be helped, once each; their owner has a task."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.departures.models import Departure, Unstarted
from wellheard.listen.departures.starting import Silent, begun_among, silent_payers
from wellheard.workspace.commands import Subject, add_task, drop_tasks_about

NOT_STARTED = names.declare(
    "company.not_started", "A company in its first paid month has not begun: nobody signed in, used, wrote or answered."
)
STARTED = names.declare("company.started", "A company that had not begun has begun.")

HELP = "help_to_start"
_SOON = timedelta(days=2)


def find_unstarted() -> int:
    """Find who has not begun, and give each owner a task; return how many are new. Done again it tells of nobody twice."""
    return sum(_tell(one) for one in silent_payers())


def settle_unstarted() -> int:
    """Drop the tasks about companies that have begun, or left; return how many."""
    rows = list(Unstarted.objects.waiting())
    waiting = {one.company_id: one.pk for one in rows}
    begun = begun_among({one.company_id: one.paid_from for one in rows})
    left = set(Departure.objects.open().filter(company__in=waiting).values_list("company", flat=True)) - begun
    for company_id in sorted(begun | left):
        _settle(waiting[company_id], has_begun=company_id in begun)
    return len(begun | left)


@transaction.atomic
def _tell(one: Silent) -> bool:
    row, is_new = Unstarted.objects.get_or_create(
        company=one.company,
        defaults={"paid_from": one.paid_from, "help_until": one.help_until, "found_at": clock.now()},
    )
    if not is_new:
        return False
    owner = one.company.owner
    add_task(
        kind=HELP,
        title=_("%(company)s pays and has not begun") % {"company": one.company.name},
        assignee=owner if owner and owner.is_active else None,
        due_on=min(clock.today() + _SOON, one.help_until),
        by=None,
        about=Subject("company", one.company.pk),
    )
    ledger.record(NOT_STARTED, row)
    return True


@transaction.atomic
def _settle(row_id: int, *, has_begun: bool) -> None:
    row = Unstarted.objects.select_for_update(of=("self",), no_key=True).get(pk=row_id)
    if row.begun_at or row.ended_at:
        return
    column = "begun_at" if has_begun else "ended_at"
    setattr(row, column, clock.now())
    row.save(update_fields=[column])
    drop_tasks_about(kind=HELP, about=Subject("company", row.company_id))
    if has_begun:
        ledger.record(STARTED, row)
