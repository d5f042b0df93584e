"""Ideas, who needs them and how much, and what was decided."""

from wellheard.decide.models.decisions import Decision
from wellheard.decide.models.evidence import Evidence, EvidenceItem, EvidenceQuerySet
from wellheard.decide.models.ideas import Idea, IdeaQuerySet, Vote
from wellheard.decide.models.merges import IdeaMerge, IdeaMergeQuerySet

__all__ = [
    "Decision",
    "Evidence",
    "EvidenceItem",
    "EvidenceQuerySet",
    "Idea",
    "IdeaMerge",
    "IdeaMergeQuerySet",
    "IdeaQuerySet",
    "Vote",
]
