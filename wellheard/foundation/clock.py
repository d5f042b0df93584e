"""The time it is. One place, so that imports and the demo story can record what happened earlier as having happened earlier."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


class _Zone:
    # The owner may change it at run time, so a later stage is asked.
    ask: Callable[[], tzinfo] = staticmethod(timezone.get_default_timezone)


def now() -> datetime:
    """Return the present moment in UTC, or the one told by `at`."""
    return _told.get() or timezone.now()  # noqa: TID251 - this is the one place


def today() -> date:
    """Return the installation's day: days, weeks and quarters begin in its own zone."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the installation's day of a moment: what is read from the database is in UTC, where another day begins earlier."""
    return timezone.localtime(moment, zone()).date()


def zone() -> tzinfo:
    """Return the installation's zone."""
    return _Zone.ask()


def ask_zone_of(source: Callable[[], tzinfo]) -> None:
    """Take the installation's zone from here from now on."""
    _Zone.ask = staticmethod(source)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at an earlier moment."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
