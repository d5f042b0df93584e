"""Every change to what we know of a forum."""

from wellheard.connect.discourse.commands.answers import (
    drop_topic_answer,
    note_not_posted,
    note_posted,
    owe_topic_answer,
    post_topic_answer,
)
from wellheard.connect.discourse.commands.forums import (
    ForumError,
    connect_forum,
    disconnect_forum,
    edit_forum,
    forget_old_arrivals,
    keep_arrival,
    make_new_secret,
    note_check,
    note_read_until,
    note_worked,
)
from wellheard.connect.discourse.commands.posts import (
    Written,
    hear_post,
    note_post_back,
    note_post_gone,
    note_solved,
    note_topic_read,
    note_unsolved,
)

__all__ = [
    "ForumError",
    "Written",
    "connect_forum",
    "disconnect_forum",
    "drop_topic_answer",
    "edit_forum",
    "forget_old_arrivals",
    "hear_post",
    "keep_arrival",
    "make_new_secret",
    "note_check",
    "note_not_posted",
    "note_post_back",
    "note_post_gone",
    "note_posted",
    "note_read_until",
    "note_solved",
    "note_topic_read",
    "note_unsolved",
    "note_worked",
    "owe_topic_answer",
    "post_topic_answer",
]
