"""Who hears of what. Known without asking the database for a few seconds, so that a fact nobody hears of costs nothing."""

import time
from collections.abc import Iterable

from wellheard.connect.webhooks.models import Endpoint
from wellheard.foundation.facts import names

# Another process knows of a new endpoint after so long.
FRESH_SECONDS = 10.0
# What would tell a receiver of its own failures.
_OURS = "webhook."


class _Kept:
    endpoints: tuple[tuple[int, frozenset[str]], ...] = ()
    until = 0.0


def endpoints_for(fact_name: str) -> list[int]:
    """Return the endpoints that hear of facts of this name."""
    if fact_name.startswith(_OURS):
        return []
    if time.monotonic() >= _Kept.until:
        remember(Endpoint.objects.at_work())
    return [pk for pk, wanted in _Kept.endpoints if not wanted or fact_name in wanted]


def remember(endpoints: Iterable[Endpoint], *, seconds: float = FRESH_SECONDS) -> None:
    """Take these for all endpoints there are, for a while."""
    _Kept.endpoints = tuple((one.pk, frozenset(one.fact_names)) for one in endpoints)
    _Kept.until = time.monotonic() + seconds


def forget() -> None:
    """Ask the database the next time."""
    _Kept.until = 0.0


def offered_names() -> list[tuple[str, str]]:
    """Return the facts an endpoint may hear of, with their meaning."""
    declared = sorted(names.registry.values(), key=lambda fact: fact.name)
    return [(fact.name, fact.meaning) for fact in declared if not fact.name.startswith(_OURS)]
