"""What a colleague looks after among ideas."""

from django.utils.translation import ngettext

from wellheard.decide.models import BulkEdit, Comment, Decision, EvidenceItem, EvidenceTurn, Idea, IdeaMerge
from wellheard.workspace.handing_on import passes, stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes("ideas", lambda n: ngettext("%(n)d idea", "%(n)d ideas", n) % {"n": n}, Idea, "owner")
    stays(Decision, "decided_by")
    stays(Comment, "staff")
    stays(EvidenceItem, "linked_by")
    stays(EvidenceTurn, "staff")
    stays(IdeaMerge, "merged_by", "undone_by")
    stays(BulkEdit, "made_by")
