"""Say which area is used where an event happens, and which events say nothing of use."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.listen.usage.models import EventName
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.models import Area

PLACED = names.declare("event.placed", "Somebody said which area is used where an event of the product happens.")
IGNORED = names.declare("event.ignored", "An event of the product was said to say nothing of use.")
COUNTED = names.declare("event.counted", "An event of the product counts as use again.")


class UnknownEventError(WorkspaceError):
    """The event is not there any more; the text says what to do."""


@transaction.atomic
def place_event(*, event_id: int, area: Area | None) -> EventName:
    """Let an event be use of an area, or of none in particular; what happened before counts for it too."""
    event = _held(event_id)
    if event.is_ignored:
        event.is_ignored = False
        event.save(update_fields=["is_ignored"])
        ledger.record(COUNTED, event)
    if event.area_id != (area.pk if area else None):
        event.area = area
        event.save(update_fields=["area"])
        ledger.record(PLACED, event, area=event.area_id)
    return event


@transaction.atomic
def ignore_event(*, event_id: int) -> EventName:
    """Let an event say nothing of use: it belongs to no area, and whoever it happens to is not seen by it."""
    event = _held(event_id)
    if not event.is_ignored:
        event.is_ignored, event.area = True, None
        event.save(update_fields=["is_ignored", "area"])
        ledger.record(IGNORED, event)
    return event


def _held(event_id: int) -> EventName:
    event = EventName.objects.select_for_update(of=("self",), no_key=True).filter(pk=event_id).first()
    if event is None:
        raise UnknownEventError(_("This event is not there any more. Open the list again."))
    return event
