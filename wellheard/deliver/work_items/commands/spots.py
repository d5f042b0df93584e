"""Know a piece of work by its address."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.deliver.work_items import trackers
from wellheard.deliver.work_items.models import WorkItem
from wellheard.deliver.work_items.trackers import Spot
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.models import Staff

ADDED = names.declare("workitem.added", "A piece of work in a tracker is known from now on, and is read there.")


class WorkItemError(ValueError):
    """A piece of work cannot be linked or made so; the text says what to do next."""


@transaction.atomic
def add_item(*, spot: Spot, by: Staff | None) -> WorkItem:
    """Know a piece of work; the same address again returns the one that is there."""
    item, is_new = WorkItem.objects.select_for_update(no_key=True).get_or_create(
        tracker=spot.tracker,
        site=spot.site,
        repository=spot.repository,
        number=spot.number,
        defaults={"url": spot.url, "made_by": by, "made_at": clock.now()},
    )
    if is_new:
        ledger.record(ADDED, item)
    return item


def spot_at(address: str) -> Spot:
    """Return the piece of work somebody pasted the address of. Raises WorkItemError for what no connected tracker knows."""
    spot = trackers.spot_of(address.strip())
    if spot is None:
        raise WorkItemError(
            _(
                "Paste the address of an issue, such as https://github.com/northwind/app/issues/12, as your browser shows it."
            )
        )
    if not trackers.is_known(spot):
        raise WorkItemError(
            _("%(repository)s is not connected. An admin can add it in the settings; then link the issue again.")
            % {"repository": spot.repository}
        )
    return spot


def locked(item_id: int) -> WorkItem:
    """Return a piece of work that nobody else changes until this transaction ends. Raises WorkItemError for one that is gone."""
    item = WorkItem.objects.select_for_update(no_key=True).filter(pk=item_id).first()
    if item is None:
        raise WorkItemError(_("This piece of work is not known here any more. Link it again by its address."))
    return item
