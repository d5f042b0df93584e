"""Every change in what customers told us."""

from wellheard.listen.commands.feedback import (
    MOST_CHARACTERS,
    PLACED,
    RECORDED,
    FeedbackError,
    Heard,
    UnknownFeedbackError,
    hear,
    place_feedback,
    record_feedback,
)

__all__ = [
    "MOST_CHARACTERS",
    "PLACED",
    "RECORDED",
    "FeedbackError",
    "Heard",
    "UnknownFeedbackError",
    "hear",
    "place_feedback",
    "record_feedback",
]
