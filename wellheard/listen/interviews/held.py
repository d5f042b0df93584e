"""Talks that are still to come pass to whoever takes over; what somebody did stays under their name."""

from django.db.models import Q
from django.utils.translation import ngettext

from wellheard.listen.interviews.models import Companion, Guide, Interview, InterviewQuote
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "talks",
        lambda n: ngettext("%(n)d planned talk", "%(n)d planned talks", n) % {"n": n},
        Interview,
        "host",
        only=Q(state=Interview.State.PLANNED),
    )
    stays(Interview, "made_by")
    stays(Companion, "staff")
    stays(Guide, "made_by")
    stays(InterviewQuote, "marked_by")
