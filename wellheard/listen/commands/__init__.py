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
from wellheard.listen.commands.publishing import hide_feedback, publish_feedback, unhide_feedback
from wellheard.listen.commands.receiving import Organisation, Person, receive_feedback
from wellheard.listen.commands.splitting import MOST_QUOTES, Passage, join_feedback, split_feedback
from wellheard.listen.commands.suspects import hold_suspect, let_suspect_in, place_suspects
from wellheard.listen.commands.triage import (
    COLUMNS,
    assign_feedback,
    bring_back_feedback,
    forget_old_steps,
    locked_feedback,
    put_together,
    restore_feedback,
    set_aside_feedback,
    set_quotable,
)
from wellheard.listen.commands.undoing import begin_undo, end_undo, undo_part

__all__ = [
    "COLUMNS",
    "FINISHED",
    "MOST_CHARACTERS",
    "MOST_QUOTES",
    "PLACED",
    "RECORDED",
    "FeedbackDraft",
    "FeedbackError",
    "Heard",
    "ImportRunError",
    "Organisation",
    "Passage",
    "Person",
    "UnknownFeedbackError",
    "assign_feedback",
    "begin_import",
    "begin_undo",
    "bring_back_feedback",
    "discard_import",
    "end_undo",
    "forget_old_steps",
    "hear",
    "hide_feedback",
    "hold_suspect",
    "import_feedback",
    "join_feedback",
    "let_suspect_in",
    "locked_feedback",
    "place_feedback",
    "place_suspects",
    "prepare_import",
    "publish_feedback",
    "put_together",
    "receive_feedback",
    "record_feedback",
    "restore_feedback",
    "reword_feedback",
    "set_aside_feedback",
    "set_quotable",
    "split_feedback",
    "stop_import",
    "undo_part",
    "unhide_feedback",
    "upload_import",
]
