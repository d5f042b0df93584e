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
    reword_feedback,
)
from wellheard.listen.commands.import_runs import (
    FINISHED,
    ImportRunError,
    begin_import,
    discard_import,
    prepare_import,
    stop_import,
    upload_import,
)
from wellheard.listen.commands.importing import FeedbackDraft, import_feedback
from wellheard.listen.commands.publishing import hide_feedback, publish_feedback
from wellheard.listen.commands.receiving import Organisation, Person, receive_feedback
from wellheard.listen.commands.undoing import begin_undo, end_undo, undo_part

__all__ = [
    "FINISHED",
    "MOST_CHARACTERS",
    "PLACED",
    "RECORDED",
    "FeedbackDraft",
    "FeedbackError",
    "Heard",
    "ImportRunError",
    "Organisation",
    "Person",
    "UnknownFeedbackError",
    "begin_import",
    "begin_undo",
    "discard_import",
    "end_undo",
    "hear",
    "hide_feedback",
    "import_feedback",
    "place_feedback",
    "prepare_import",
    "publish_feedback",
    "receive_feedback",
    "record_feedback",
    "reword_feedback",
    "stop_import",
    "undo_part",
    "upload_import",
]
