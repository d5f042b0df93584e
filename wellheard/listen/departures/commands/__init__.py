"""Every change to departures, returns, what sources' words mean, offers and the cancellation form."""

from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.commands.meaning import decide_said_reason
from wellheard.listen.departures.commands.recording import (
    Leaving,
    explain_departure,
    record_departure,
    take_back_departure,
)
from wellheard.listen.departures.commands.returning import notice_return, record_return, take_back_return

__all__ = [
    "DepartureError",
    "Leaving",
    "decide_said_reason",
    "explain_departure",
    "notice_return",
    "record_departure",
    "record_return",
    "take_back_departure",
    "take_back_return",
]
