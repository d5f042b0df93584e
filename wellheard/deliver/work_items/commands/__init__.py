"""Every change to pieces of work and what waits for them."""

from wellheard.deliver.work_items.commands.links import (
    attach_conversation,
    attach_conversations_of,
    attach_idea,
    attach_spike,
    follow,
    link_conversation,
    link_idea,
    link_spike,
    unlink_conversation,
    unlink_idea,
    unlink_spike,
)
from wellheard.deliver.work_items.commands.readings import (
    Reading,
    break_item,
    note_duplicate,
    note_reading,
    note_unchanged,
    rename_repository,
    say_outcome,
)
from wellheard.deliver.work_items.commands.spots import WorkItemError, add_item
from wellheard.deliver.work_items.commands.wanting import (
    Wish,
    ask_for_item,
    note_made,
    note_not_made,
    note_try,
    try_again,
)

__all__ = [
    "Reading",
    "Wish",
    "WorkItemError",
    "add_item",
    "ask_for_item",
    "attach_conversation",
    "attach_conversations_of",
    "attach_idea",
    "attach_spike",
    "break_item",
    "follow",
    "link_conversation",
    "link_idea",
    "link_spike",
    "note_duplicate",
    "note_made",
    "note_not_made",
    "note_reading",
    "note_try",
    "note_unchanged",
    "rename_repository",
    "say_outcome",
    "try_again",
    "unlink_conversation",
    "unlink_idea",
    "unlink_spike",
]
