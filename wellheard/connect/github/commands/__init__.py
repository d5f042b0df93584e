"""Every change to what we know of GitHub."""

from wellheard.connect.github.commands.arrivals import forget_old_arrivals, keep_arrival, note_worked, work_again
from wellheard.connect.github.commands.connections import (
    Access,
    Described,
    GitHubConnectionError,
    add_repository,
    connect,
    disconnect,
    edit_connection,
    edit_repository,
    make_new_secret,
    note_check,
    note_refused,
    note_repository,
    note_repository_problem,
    remove_repository,
)
from wellheard.connect.github.commands.issues import (
    keep_news,
    note_comment,
    note_read_until,
    note_silenced,
    note_tag,
    track,
)

__all__ = [
    "Access",
    "Described",
    "GitHubConnectionError",
    "add_repository",
    "connect",
    "disconnect",
    "edit_connection",
    "edit_repository",
    "forget_old_arrivals",
    "keep_arrival",
    "keep_news",
    "make_new_secret",
    "note_check",
    "note_comment",
    "note_read_until",
    "note_refused",
    "note_repository",
    "note_repository_problem",
    "note_silenced",
    "note_tag",
    "note_worked",
    "remove_repository",
    "track",
    "work_again",
]
