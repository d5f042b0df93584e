"""What a colleague who leaves looks after in review meetings, and what stays under their name."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.decide.reviews.models import Attendee, Check, Expectation, Review, ReviewItem, Verdict
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "expectations",
        lambda n: ngettext("%(n)d expectation of an idea", "%(n)d expectations of ideas", n) % {"n": n},
        Expectation,
        "owner",
        only=~Q(checks__days=90, checks__judged_at__isnull=False),
    )
    # Whoever rated, rated: nobody rates in another's name. The task to find evidence passes on as tasks do.
    stays(Attendee, "staff")
    stays(Review, "planned_by")
    stays(ReviewItem, "added_by")
    stays(Verdict, "owner", "decided_by")
    stays(Check, "judged_by")
