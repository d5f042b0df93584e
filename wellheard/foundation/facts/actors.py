"""Who acts: set by the request or the command line, written on every fact."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from wellheard.foundation.facts.models import Fact


@dataclass(frozen=True)
class Actor:
    """A person, an API token or Wellheard itself."""

    kind: Fact.Actor = Fact.Actor.SYSTEM
    pk: int | None = None


SYSTEM = Actor()
_acting: ContextVar[Actor] = ContextVar("acting", default=SYSTEM)


def current() -> Actor:
    """Return who acts now."""
    return _acting.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Write this actor on every fact recorded inside."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def become(actor: Actor) -> None:
    """Write this actor on every fact from now on, until the enclosing `acting` ends."""
    _acting.set(actor)
