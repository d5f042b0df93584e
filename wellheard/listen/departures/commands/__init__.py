"""Every change to departures, returns, what sources' words mean, offers and the cancellation form."""

from wellheard.listen.departures.commands.cancelling import (
    MOST_COMMENT,
    MOST_MISSING,
    MOST_OFFER,
    Visit,
    Why,
    allowed_return,
    cancel_anyway,
    return_origins,
    say_why,
    set_offer,
    set_return_origins,
    stay,
)
from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.commands.meaning import decide_said_reason
from wellheard.listen.departures.commands.notice import settle_notice
from wellheard.listen.departures.commands.recording import (
    Leaving,
    explain_departure,
    record_departure,
    take_back_departure,
)
from wellheard.listen.departures.commands.returning import (
    Helped,
    notice_return,
    record_return,
    say_what_helped,
    take_back_return,
)
from wellheard.listen.departures.commands.unstarted import find_unstarted, settle_unstarted

__all__ = [
    "MOST_COMMENT",
    "MOST_MISSING",
    "MOST_OFFER",
    "DepartureError",
    "Helped",
    "Leaving",
    "Visit",
    "Why",
    "allowed_return",
    "cancel_anyway",
    "decide_said_reason",
    "explain_departure",
    "find_unstarted",
    "notice_return",
    "record_departure",
    "record_return",
    "return_origins",
    "say_what_helped",
    "say_why",
    "set_offer",
    "set_return_origins",
    "settle_notice",
    "settle_unstarted",
    "stay",
    "take_back_departure",
    "take_back_return",
]
