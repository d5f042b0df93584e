"""Every change to what we know of systems of sales."""

from wellheard.connect.crm.commands.arrivals import forget_old_arrivals, keep_arrival, note_worked, work_again
from wellheard.connect.crm.commands.checks import note_check, note_read_until, note_refused, note_wait
from wellheard.connect.crm.commands.connections import (
    CrmConnectionError,
    Described,
    connect,
    disconnect,
    edit_connection,
    make_new_secret,
    pause,
    resume,
    say_fields,
)
from wellheard.connect.crm.commands.readings import (
    note_deleted,
    note_failed,
    note_gone,
    note_read,
    note_trouble,
    read_again,
    want_compared,
    want_readings,
)

__all__ = [
    "CrmConnectionError",
    "Described",
    "connect",
    "disconnect",
    "edit_connection",
    "forget_old_arrivals",
    "keep_arrival",
    "make_new_secret",
    "note_check",
    "note_deleted",
    "note_failed",
    "note_gone",
    "note_read",
    "note_read_until",
    "note_refused",
    "note_trouble",
    "note_wait",
    "note_worked",
    "pause",
    "read_again",
    "resume",
    "say_fields",
    "want_compared",
    "want_readings",
    "work_again",
]
