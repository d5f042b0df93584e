"""Save segments and keep their members up to date."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import CustomerError
from wellheard.customers.models import Company, Membership, Segment
from wellheard.customers.segments.members import place_company, recount, replace_members
from wellheard.customers.segments.rules import clean_rule, fields_in
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.models import Staff

SAVED = names.declare("segment.saved", "A segment was made, renamed or given another rule.")
REFRESHED = names.declare(
    "segment.refreshed", "Companies entered or left a segment; `companies` is how many it has now."
)
REMOVED = names.declare("segment.removed", "A segment was removed.")

MOST_NAME = 120


class UnknownSegmentError(CustomerError):
    """There is no such segment."""


@transaction.atomic
def save_segment(*, name: str, rule: dict[str, Any], segment_id: int | None = None, by: Staff | None = None) -> Segment:
    """Make a segment, or give one another name or rule; its members follow at once. Raises CustomerError or RuleError."""
    name = _free_name(name, segment_id)
    rule = clean_rule(rule)
    if segment_id is None:
        segment = Segment.objects.create(name=name, rule=rule, made_by=by)
    else:
        segment = _segment(segment_id)
        segment.name, segment.rule = name, rule
        segment.save(update_fields=["name", "rule"])
    ledger.record(SAVED, segment)
    return refresh_segment(segment_id=segment.pk)


@transaction.atomic
def refresh_segment(*, segment_id: int) -> Segment:
    """Bring a segment's members up to date with the companies as they are today. Raises UnknownSegmentError."""
    segment = _segment(segment_id)
    changes = replace_members(segment)
    segment.company_count = segment.members.count()
    segment.refreshed_at = clock.now()
    segment.save(update_fields=["company_count", "refreshed_at"])
    if changes:
        ledger.record(REFRESHED, segment, companies=segment.company_count, changes=changes)
    return segment


@transaction.atomic
def refresh_all_segments() -> int:
    """Bring all segments up to date: months pass even when nobody changes anything. Return how many there are."""
    keys = list(Segment.objects.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        refresh_segment(segment_id=key)
    return len(keys)


@transaction.atomic
def refresh_segments_of(*, company_id: int, asking: Collection[str] = ()) -> None:
    """Bring one company's place in the segments up to date: in all, or in those whose rule asks about these fields.

    A name that ends in a dot stands for all fields that begin with it.
    """
    segments = [segment for segment in Segment.objects.order_by("pk") if _asks(segment, asking)]
    if not segments:
        return
    # The company's row is the queue: two changes of one company at once would both add it.
    if Company.objects.select_for_update(no_key=True).filter(pk=company_id).first() is None:
        return
    changed = place_company(company_id, segments)
    recount(changed)
    for segment in Segment.objects.filter(pk__in=changed).order_by("pk"):
        ledger.record(REFRESHED, segment, companies=segment.company_count, changes=1)


@transaction.atomic
def refresh_segments_of_contact(*, contact_id: int, asking: Collection[str]) -> None:
    """Bring the companies of one contact up to date in the segments whose rule asks about these fields."""
    for company_id in (
        Membership.objects.filter(contact_id=contact_id).order_by("company_id").values_list("company_id", flat=True)
    ):
        refresh_segments_of(company_id=company_id, asking=asking)


def _asks(segment: Segment, asking: Collection[str]) -> bool:
    named = fields_in(segment.rule)
    return not asking or any(name in asking or f"{name.split('.', 1)[0]}." in asking for name in named)


@transaction.atomic
def remove_segment(*, segment_id: int) -> None:
    """Remove a segment; its companies stay. Raises UnknownSegmentError."""
    segment = _segment(segment_id)
    ledger.record(REMOVED, segment)
    segment.delete()


def _segment(segment_id: int) -> Segment:
    segment = Segment.objects.select_for_update(of=("self",), no_key=True).filter(pk=segment_id).first()
    if segment is None:
        raise UnknownSegmentError(_("This segment does not exist any more; choose another from the list of segments."))
    return segment


def _free_name(name: str, segment_id: int | None) -> str:
    name = clean_line(name)
    if not name or len(name) > MOST_NAME:
        raise CustomerError(_("A segment needs a name of 1 to %(most)d characters.") % {"most": MOST_NAME})
    if Segment.objects.filter(name__iexact=name).exclude(pk=segment_id or 0).exists():
        raise CustomerError(_("Another segment is called “%(name)s”; choose another name.") % {"name": name})
    return name
