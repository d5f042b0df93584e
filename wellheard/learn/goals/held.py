"""What of goals passes on when somebody leaves: objectives that are open; what they said of them stays under their name."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.learn.goals.models import CheckIn, DigestChoice, Objective
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "objectives",
        lambda n: ngettext("%(n)d open objective", "%(n)d open objectives", n) % {"n": n},
        Objective,
        "owner",
        only=Q(closed_at=None),
    )
    stays(Objective, "made_by", "closed_by")
    stays(CheckIn, "by")
    stays(DigestChoice, "staff")
