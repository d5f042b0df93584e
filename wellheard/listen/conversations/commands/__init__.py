"""Every change in a conversation."""

from wellheard.listen.conversations.commands.assigning import (
    assign_conversation,
    follow_conversation,
    mark_read,
    mark_unread,
    set_priority,
    unfollow_conversation,
)
from wellheard.listen.conversations.commands.draft_files import DraftFileError, add_draft_file, remove_draft_file
from wellheard.listen.conversations.commands.drafts import drop_draft, forget_drafts, save_draft
from wellheard.listen.conversations.commands.errors import (
    ConversationError,
    UnknownConversationError,
    UnseenPartsError,
    UntaggedError,
)
from wellheard.listen.conversations.commands.hearing import (
    Beginning,
    Heard,
    add_participants,
    hear_message,
    open_conversation,
    remove_participant,
)
from wellheard.listen.conversations.commands.in_product import note_seen, note_surroundings
from wellheard.listen.conversations.commands.mailing import mail_unseen_replies
from wellheard.listen.conversations.commands.merging import (
    merge_conversations,
    move_message,
    split_conversation,
    unmerge_conversation,
)
from wellheard.listen.conversations.commands.noting import write_note
from wellheard.listen.conversations.commands.passages import make_feedback_of
from wellheard.listen.conversations.commands.product import (
    dismiss_news,
    end_product_waits,
    stop_waiting_for_product,
    wait_for_product,
    withdraw_news,
)
from wellheard.listen.conversations.commands.replying import (
    UNDO_SECONDS,
    Reply,
    note_outside_reply,
    note_reply_failed,
    note_reply_sent,
    reply_to_conversation,
    unseen_parts,
    withdraw_reply,
)
from wellheard.listen.conversations.commands.sending import send_machine_reply, send_reply
from wellheard.listen.conversations.commands.states import (
    bring_conversation_back,
    close_conversation,
    reopen_conversation,
    set_conversation_aside,
    snooze_conversation,
    wake_conversation,
)
from wellheard.listen.conversations.commands.tagging import Pair, suggest_tag, tag_conversation, untag_conversation

__all__ = [
    "UNDO_SECONDS",
    "Beginning",
    "ConversationError",
    "DraftFileError",
    "Heard",
    "Pair",
    "Reply",
    "UnknownConversationError",
    "UnseenPartsError",
    "UntaggedError",
    "add_draft_file",
    "add_participants",
    "assign_conversation",
    "bring_conversation_back",
    "close_conversation",
    "dismiss_news",
    "drop_draft",
    "end_product_waits",
    "follow_conversation",
    "forget_drafts",
    "hear_message",
    "mail_unseen_replies",
    "make_feedback_of",
    "mark_read",
    "mark_unread",
    "merge_conversations",
    "move_message",
    "note_outside_reply",
    "note_reply_failed",
    "note_reply_sent",
    "note_seen",
    "note_surroundings",
    "open_conversation",
    "remove_draft_file",
    "remove_participant",
    "reopen_conversation",
    "reply_to_conversation",
    "save_draft",
    "send_machine_reply",
    "send_reply",
    "set_conversation_aside",
    "set_priority",
    "snooze_conversation",
    "split_conversation",
    "stop_waiting_for_product",
    "suggest_tag",
    "tag_conversation",
    "unfollow_conversation",
    "unmerge_conversation",
    "unseen_parts",
    "untag_conversation",
    "wait_for_product",
    "wake_conversation",
    "withdraw_news",
    "withdraw_reply",
    "write_note",
]
