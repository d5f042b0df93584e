"""The days a section is about, and what a section gives back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from wellheard.learn.figures import Scope, Stretch
from wellheard.learn.reports.sections.asks import Wish, wishes


@dataclass(frozen=True)
class Within:
    """The days of a report, and as many before them to hold them against: of a quarter or month the one before."""

    stretch: Stretch
    before: Stretch

    @classmethod
    def of(cls, begins_on: date, last_on: date) -> "Within":
        """Return the days from the first to the last, both included, beside those before."""
        ends_on = last_on + timedelta(days=1)
        return cls(Stretch(begins_on, ends_on), Stretch(_before(begins_on, ends_on), begins_on))

    @property
    def begins(self) -> datetime:
        return self.stretch.begins

    @property
    def ends(self) -> datetime:
        return self.stretch.ends

    @property
    def scope(self) -> Scope:
        """The days as figures take them."""
        return Scope("custom", self.stretch)

    @cached_property
    def asked(self) -> list[Wish]:
        """What was asked for in these days, the severest first: read once for all sections of a report."""
        return wishes(self.stretch)

    def days(self, column: str) -> dict[str, datetime]:
        """Return what narrows a column to these days."""
        return {f"{column}__gte": self.begins, f"{column}__lt": self.ends}

    def days_before(self, column: str) -> dict[str, datetime]:
        """Return what narrows a column to the days before."""
        return {f"{column}__gte": self.before.begins, f"{column}__lt": self.before.ends}


@dataclass(frozen=True)
class Built:
    """What a section found: plain data of numbers, codes and names, and the feedback it quotes, by its id."""

    data: dict[str, Any]
    quoted: Iterable[int] = field(default=())


Builder = Callable[[Within], Built]


def _before(begins_on: date, ends_on: date) -> date:
    """Return when the days before begin: as many whole months, where these are whole months, else as many days."""
    if begins_on.day == ends_on.day == 1:
        months = (ends_on.year - begins_on.year) * 12 + ends_on.month - begins_on.month
        count = begins_on.year * 12 + begins_on.month - 1 - months
        return date(count // 12, count % 12 + 1, 1)
    return begins_on - (ends_on - begins_on)
