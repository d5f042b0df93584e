"""When something happened, said by a clock that may be wrong.

The rule of Segment: what lies between the event and the sending is right on the client's clock too, so
`said_at = received_at - (sent_at - timestamp)`. https://segment.com/docs/connections/spec/common/#timestamps
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Before it no product of today sent events; what claims so is an unset clock.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Nobody keeps events for longer before sending them, but servers that bring old ones.
OLDEST_OF_BROWSERS = timedelta(days=90)
_MILLISECONDS = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one request's sender beside ours."""

    received_at: datetime
    ahead: timedelta
    earliest: datetime

    def said_at(self, timestamp: object) -> datetime:
        """Return a moment the client told by our clock; when it told none that can be, the moment we received it."""
        moment = moment_of(timestamp)
        if moment is None:
            return self.received_at
        try:
            moment -= self.ahead
        except OverflowError:
            return self.received_at
        return moment if self.earliest <= moment <= self.received_at else self.received_at


def clock_of(received_at: datetime, *, sent_at: object, is_trusted: bool) -> Clock:
    """Return the sender's clock. Without `sent_at` it is taken to be right."""
    sent = moment_of(sent_at)
    earliest = EARLIEST if is_trusted else received_at - OLDEST_OF_BROWSERS
    return Clock(received_at, sent - received_at if sent else timedelta(0), earliest)


def moment_of(said: object) -> datetime | None:
    """Return a moment written as ISO 8601, or as seconds or milliseconds since 1970; None for anything else."""
    try:
        if isinstance(said, str):
            moment = datetime.fromisoformat(said)
        elif isinstance(said, int | float) and not isinstance(said, bool):
            moment = datetime.fromtimestamp(said / 1000 if abs(said) >= _MILLISECONDS else said, UTC)
        else:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
