"""Pass what a colleague who leaves looks after to another, and give it back when they return."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.handing_on import all_parts, counts
from wellheard.workspace.models import HandedOn, Staff

HANDED_ON = names.declare(
    "staff.handed_on", "What somebody who left looked after went to a colleague; how much of what."
)
GIVEN_BACK = names.declare("staff.given_back", "What somebody who returned had looked after went back to them.")


class HandingOnError(WorkspaceError):
    """What somebody looks after cannot be passed on so."""


@transaction.atomic
def hand_on(*, staff_id: int, to: Staff | None, by: Staff | None = None) -> HandedOn | None:
    """Pass everything somebody looks after to a colleague; when there is nothing, nothing changes.

    Raises HandingOnError when there is something and nobody at work to take it.
    """
    giver = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    if not counts(giver.pk):
        return None
    if to is None:
        raise HandingOnError(
            _("%(name)s still looks after something. Choose who takes it over.") % {"name": giver.name}, field="to"
        )
    # Who takes over must not leave meanwhile.
    taker = Staff.objects.at_work().select_for_update(no_key=True).filter(pk=to.pk).exclude(pk=giver.pk).first()
    if taker is None:
        raise HandingOnError(_("Choose a colleague who works here."), field="to")
    moved = {part.name: part.pass_on(giver.pk, taker.pk) for part in all_parts()}
    row = HandedOn.objects.create(
        giver=giver,
        taker=taker,
        moved={name: ids for name, ids in moved.items() if ids},
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(HANDED_ON, giver, row=row.pk, to=taker.pk, **row.counts)
    return row


@transaction.atomic
def give_back(*, staff_id: int) -> None:
    """Give somebody back what they had passed on, as far as it is still with whom it went to. Again gives nothing."""
    rows = HandedOn.objects.select_for_update(no_key=True).filter(giver_id=staff_id, given_back_at=None).order_by("-pk")
    for row in rows:
        for part in all_parts():
            if ids := row.moved.get(part.name):
                part.give_back(row.giver_id, row.taker_id, ids)
        row.given_back_at = clock.now()
        row.save(update_fields=["given_back_at"])
        ledger.record(GIVEN_BACK, row.giver, row=row.pk)
