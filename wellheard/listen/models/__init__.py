"""What customers told us, in their own words."""

from wellheard.listen.models.feedback import Feedback, FeedbackQuerySet
from wellheard.listen.models.imports import Import

__all__ = ["Feedback", "FeedbackQuerySet", "Import"]
