"""Ideas, who needs them and how much, and what was decided."""

from wellheard.decide.models.boards import Board, BoardQuerySet
from wellheard.decide.models.bulk import BulkEdit
from wellheard.decide.models.comments import Comment, CommentQuerySet
from wellheard.decide.models.decisions import Decision, DecisionTranslation
from wellheard.decide.models.evidence import Evidence, EvidenceItem, EvidenceQuerySet
from wellheard.decide.models.followers import Follower, FollowerQuerySet
from wellheard.decide.models.ideas import Idea, IdeaQuerySet, Vote
from wellheard.decide.models.imported import ImportedIdea
from wellheard.decide.models.merges import IdeaMerge, IdeaMergeQuerySet
from wellheard.decide.models.months import IdeaMonth
from wellheard.decide.models.rankings import SegmentIdea, SegmentRanking
from wellheard.decide.models.ranks import IdeaRank
from wellheard.decide.models.translations import IdeaTranslation
from wellheard.decide.models.turns import EvidenceTurn

__all__ = [
    "Board",
    "BoardQuerySet",
    "BulkEdit",
    "Comment",
    "CommentQuerySet",
    "Decision",
    "DecisionTranslation",
    "Evidence",
    "EvidenceItem",
    "EvidenceQuerySet",
    "EvidenceTurn",
    "Follower",
    "FollowerQuerySet",
    "Idea",
    "IdeaMerge",
    "IdeaMergeQuerySet",
    "IdeaMonth",
    "IdeaQuerySet",
    "IdeaRank",
    "IdeaTranslation",
    "ImportedIdea",
    "SegmentIdea",
    "SegmentRanking",
    "Vote",
]
