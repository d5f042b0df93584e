"""One call of a client of Delighted, and what it is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wellheard.foundation.http.doors import DoorError
from wellheard.foundation.text.numbers import is_whole_number

USUAL, MOST = 20, 100
# Pages by number are for the first few thousand; further ones are reached by the link to the next.
MOST_SKIPPED = 10_000


@dataclass(frozen=True)
class Call:
    """What is asked: the part of the path behind the noun, what the address says, and what the body says."""

    place: str = ""
    query: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    def one(self, name: str) -> str:
        """Return what the address or the body says under a name; empty when neither does."""
        written = self.query.get(name) or self.query.get(f"{name}[]")
        found = written[0] if written else self.said.get(name)
        return str(found) if isinstance(found, str | int | float) else ""

    def number(self, name: str, otherwise: int) -> int:
        """Return a number of the address. Raises DoorError."""
        said = self.one(name)
        if not said:
            return otherwise
        if not is_whole_number(said):
            raise refused(f"{name} is a whole number.")
        return int(said)

    def moment(self, name: str) -> datetime | None:
        """Return a moment of the address or the body, which are seconds since 1970. Raises DoorError."""
        said = self.one(name)
        try:
            return datetime.fromtimestamp(float(said), UTC) if said else None
        except (ValueError, OverflowError, OSError) as problem:
            raise refused(f"{name} is a moment in seconds since 1970.") from problem

    @property
    def size(self) -> int:
        """Return how many rows a page has."""
        return max(1, min(self.number("per_page", USUAL), MOST))

    @property
    def skipped(self) -> int:
        """Return how many rows lie before the page that is asked for by number."""
        return min((max(1, self.number("page", 1)) - 1) * self.size, MOST_SKIPPED)


@dataclass(frozen=True)
class Answer:
    """What a client is answered. `following` is the cursor of the next page."""

    content: Any
    status: int = 200
    following: str = ""


Handler = Callable[[Call], Answer]


def refused(sentence: str) -> DoorError:
    """Return the refusal of something that cannot be so."""
    return DoorError(422, "invalid", sentence)


def unknown() -> DoorError:
    """Return the refusal of what is not there."""
    return DoorError(404, "not_found", "There is nothing here under this address.")


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as Delighted tells it."""
    return int(moment.timestamp()) if moment else None
