"""Which facts an automation causes while it acts: kept, so that none reacts to what it did itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wellheard.foundation.facts import ledger
from wellheard.foundation.facts.models import Fact

_caused: ContextVar[list[int] | None] = ContextVar("caused", default=None)


@contextmanager
def noting_what_is_caused() -> Iterator[list[int]]:
    """Collect the numbers of the facts that are recorded inside."""
    found: list[int] = []
    token = _caused.set(found)
    try:
        yield found
    finally:
        _caused.reset(token)


def watch_the_ledger() -> None:
    """Hear of every fact; called once at start-up."""
    ledger.watch(_note)


def _note(fact: Fact) -> None:
    found = _caused.get()
    if found is not None:
        found.append(fact.pk)
