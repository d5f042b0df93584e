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
from wellheard.listen.commands.importing import (
    FINISHED,
    FeedbackDraft,
    finish_import,
    import_feedback,
    start_import,
)
from wellheard.listen.commands.publishing import hide_feedback, publish_feedback
from wellheard.listen.commands.receiving import Organisation, Person, receive_feedback

__all__ = [
    "FINISHED",
    "MOST_CHARACTERS",
    "PLACED",
    "RECORDED",
    "FeedbackDraft",
    "FeedbackError",
    "Heard",
    "Organisation",
    "Person",
    "UnknownFeedbackError",
    "finish_import",
    "hear",
    "hide_feedback",
    "import_feedback",
    "place_feedback",
    "publish_feedback",
    "receive_feedback",
    "record_feedback",
    "start_import",
]
