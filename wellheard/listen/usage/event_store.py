"""What the product asks of the place where events are kept for good.

DuckLake keeps them (`lake/`); another backend answers the same questions. Only the mover writes, one batch at a time, and every
question here may take seconds: no page asks one, pages read the sums (`models/sums.py`).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class StoreError(Exception):
    """The store cannot be opened or does not answer; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing somebody did. `properties` and `context` are JSON as text; `known_as` is empty where the contact is known."""

    said_at: datetime
    received_at: datetime
    source_id: int
    message_id: str
    kind: str
    name: str
    company_id: int | None
    contact_id: int | None
    known_as: str
    user_id: str
    device: str
    group_id: str
    properties: str
    context: str
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """One person, in every way in which events may name them."""

    contact_ids: tuple[int, ...] = ()
    user_ids: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often one event happened on one day (UTC), for one person of one company."""

    day: date
    company_id: int | None
    contact_id: int | None
    known_as: str
    kind: str
    name: str
    count: int


class EventStore(Protocol):
    """Where events are kept for good. Every method raises StoreError when the store does not answer."""

    def append(self, number: int, events: Sequence[Event]) -> None:
        """Keep a batch, once: a number that was kept already changes nothing."""

    def timeline(self, company_ids: Collection[int], *, most: int) -> list[Event]:
        """Return the latest events of a company, the newest first."""

    def of_subject(self, subject: Subject) -> Iterator[Event]:
        """Return everything one person did, the oldest first. What only a browser claims to be theirs is left out."""

    def counts(self, since: date, until: date) -> Iterator[DayCount]:
        """Return the sums of the days from one to the other (not included)."""

    def size(self) -> int:
        """Return how many events are kept."""

    def missing(self) -> list[str]:
        """Return which files it should hold that are not there any more."""

    def delete_subject(self, subject: Subject) -> int:
        """Delete what one person did, so that no file and no former state holds it any more; return how many events."""

    def delete_before(self, moment: datetime) -> int:
        """Delete what happened earlier, in the same way; return how many events."""

    def tidy(self) -> None:
        """Gather small files into large ones, and remove what nothing refers to any more."""
