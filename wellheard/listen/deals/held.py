"""What a colleague looks after among deals, and what stays under their name."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.listen.deals.models import Deal, DealReason, ReasonMeaning, StageMeaning
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "deals",
        lambda n: ngettext("%(n)d open deal", "%(n)d open deals", n) % {"n": n},
        Deal,
        "owner",
        only=Q(outcome=Deal.Outcome.OPEN),
    )
    stays(DealReason, "recorded_by")
    stays(StageMeaning, "decided_by")
    stays(ReasonMeaning, "decided_by")
