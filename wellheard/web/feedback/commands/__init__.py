"""What the pages about feedback change across stages, each in one transaction."""

from wellheard.web.feedback.commands.batches import (
    AT_ONCE,
    BatchError,
    Order,
    do_with_all,
    do_with_these,
    go_on_with,
    take_back_all,
)
from wellheard.web.feedback.commands.filing import (
    ORIGIN,
    Filed,
    FiledMeanwhileError,
    Filing,
    Who,
    file_and_link,
    in_words,
    say_who,
    state_of,
    write_down,
)
from wellheard.web.feedback.commands.steps import UndoError, take_back
from wellheard.web.feedback.commands.triage import (
    assign,
    bring_back,
    count_once,
    note_quotable,
    note_who,
    say_it_is_there,
    set_aside,
    split,
)

__all__ = [
    "AT_ONCE",
    "ORIGIN",
    "BatchError",
    "Filed",
    "FiledMeanwhileError",
    "Filing",
    "Order",
    "UndoError",
    "Who",
    "assign",
    "bring_back",
    "count_once",
    "do_with_all",
    "do_with_these",
    "file_and_link",
    "go_on_with",
    "in_words",
    "note_quotable",
    "note_who",
    "say_it_is_there",
    "say_who",
    "set_aside",
    "split",
    "state_of",
    "take_back",
    "take_back_all",
    "write_down",
]
