"""The trackers that are connected: `connect` fills this registry at start-up, pages and commands ask it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Spot:
    """One piece of work by its address in a tracker; `site` and `repository` are in small letters."""

    tracker: str
    site: str
    repository: str
    number: int
    url: str


@dataclass(frozen=True)
class Place:
    """Where a piece of work can be made: a value for the form, the name people know, and who can read what is written there."""

    value: str
    name: str
    is_private: bool


@dataclass(frozen=True)
class Tracker:
    """One kind of tracker. `spot_of` reads an address somebody pasted; None when it is none of its own.

    `is_known` tells whether we are connected to the repository; `places` lists where we may make work;
    `refused_at` says since when it does not accept us any more, so that nothing is read there and nothing made.
    """

    key: str
    name: str
    spot_of: Callable[[str], Spot | None]
    is_known: Callable[[Spot], bool]
    places: Callable[[], list[Place]]
    refused_at: Callable[[], datetime | None] = lambda: None


registry: dict[str, Tracker] = {}


def register(tracker: Tracker) -> None:
    """Let work in this tracker be linked and made."""
    registry[tracker.key] = tracker


def spot_of(address: str) -> Spot | None:
    """Return the piece of work an address leads to; None when no tracker knows the address."""
    spots = (tracker.spot_of(address) for tracker in registry.values())
    return next((spot for spot in spots if spot), None)


def is_known(spot: Spot) -> bool:
    """Tell whether we are connected to where a piece of work is."""
    return registry[spot.tracker].is_known(spot)


def places() -> list[tuple[Tracker, Place]]:
    """Return everywhere a piece of work can be made."""
    return [(tracker, place) for tracker in registry.values() for place in tracker.places()]


def refusing() -> list[tuple[str, datetime]]:
    """Return the names of the trackers that do not accept us any more, and since when."""
    told = ((tracker.name, tracker.refused_at()) for tracker in registry.values())
    return [(name, since) for name, since in told if since]


def name_of(key: str) -> str:
    """Return what people call a tracker, also one that is not connected any more."""
    return registry[key].name if key in registry else key
