"""What customers told us, in their own words."""

from wellheard.listen.models.feedback import Feedback, FeedbackQuerySet
from wellheard.listen.models.imports import Import, ImportedRow, ImportHabit, RefusedRow
from wellheard.listen.models.pictures import FeedbackPicture
from wellheard.listen.models.suspects import Suspect
from wellheard.listen.models.triage import UNDO_FOR, AsideReason, TriageBatch, TriageStep

__all__ = [
    "UNDO_FOR",
    "AsideReason",
    "Feedback",
    "FeedbackPicture",
    "FeedbackQuerySet",
    "Import",
    "ImportHabit",
    "ImportedRow",
    "RefusedRow",
    "Suspect",
    "TriageBatch",
    "TriageStep",
]
