"""Change a segment two people may have open at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import CustomerError
from wellheard.customers.commands.segments import save_segment
from wellheard.customers.models import Segment
from wellheard.customers.segments.marks import mark_of
from wellheard.workspace.models import Staff


class StaleSegmentError(CustomerError):
    """Somebody else changed the segment since this person began; `segment` is how it stands now."""

    def __init__(self, sentence: str, segment: Segment) -> None:
        super().__init__(sentence)
        self.segment = segment


@transaction.atomic
def edit_segment(*, segment_id: int, seen: str, name: str, rule: dict[str, Any], by: Staff) -> Segment:
    """Give a segment another name or rule. Raises StaleSegmentError when it is not as this person saw it."""
    segment = Segment.objects.select_for_update(of=("self",), no_key=True).filter(pk=segment_id).first()
    if segment and mark_of(segment) != seen and (segment.name, segment.rule) != (name, rule):
        sentence = _(
            "Somebody else changed this segment while you had it open. Yours is kept below; compare, then save again."
        )
        raise StaleSegmentError(sentence, segment)
    return save_segment(segment_id=segment_id, name=name, rule=rule, by=by)
