"""Set how fast evidence grows old."""

from collections.abc import Mapping

from django.db import transaction

from wellheard.decide.demand.half_lives import DEFAULTS, half_lives
from wellheard.decide.demand.models import HalfLife
from wellheard.foundation.facts import ledger, names

CHANGED = names.declare("half_life.changed", "After how many days evidence of one kind weighs half was set.")


@transaction.atomic
def set_half_lives(*, days: Mapping[str, int]) -> None:
    """Set after how many days each kind weighs half; what stays the same is not touched. Kinds we do not know are left out."""
    present = half_lives()
    for kind, count in sorted(days.items()):
        if kind in DEFAULTS and count != present[kind]:
            row, _is_new = HalfLife.objects.update_or_create(kind=kind, defaults={"days": count})
            ledger.record(CHANGED, row, kind=kind, days=count)
