"""What customers told us, in their own words."""

from wellheard.listen.models.feedback import Feedback, FeedbackQuerySet
from wellheard.listen.models.imports import Import, ImportedRow, ImportHabit, RefusedRow

__all__ = ["Feedback", "FeedbackQuerySet", "Import", "ImportHabit", "ImportedRow", "RefusedRow"]
