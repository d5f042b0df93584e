"""What a colleague looks after of what was said: feedback that waits for them."""

from django.utils.translation import ngettext

from wellheard.listen.models import Feedback, Import, TriageBatch, TriageStep
from wellheard.listen.models.triage import WAITING
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "feedback",
        lambda n: ngettext("%(n)d piece of feedback to look at", "%(n)d pieces of feedback to look at", n) % {"n": n},
        Feedback,
        "assignee",
        only=WAITING,
    )
    stays(Feedback, "logged_by", "filed_by", "set_aside_by")
    stays(Import, "by")
    stays(TriageBatch, "made_by")
    stays(TriageStep, "made_by")
