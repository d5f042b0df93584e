"""What a figure is: a meaning, the cases it is made of, and the numbers they come to."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise

from wellheard.foundation.statistics.intervals import wilson


class Kind(Enum):
    """How the cases become one number."""

    LENGTH = "length"
    SHARE = "share"


class Unit(Enum):
    """What a figure and its target are counted in."""

    WORKING_HOURS = "working_hours"
    DAYS = "days"
    PERCENT = "percent"

    @property
    def size(self) -> float:
        """Return one of it in seconds, or in shares of one."""
        return {"working_hours": 3600.0, "days": 86400.0, "percent": 0.01}[self.value]


@dataclass(frozen=True)
class Figure:
    """One figure. `cases` is a SELECT over the tables of `learn.figures.tables` with one row per case and stretch of time:

    number, key, contact_id, company_id, idea_id, feedback_id, began_at, ended_at, seconds (NULL: not yet), good (NULL: too
    early to say).
    """

    key: str
    name: str | Promise
    kind: Kind
    unit: Unit
    # What it means, and what one case is: sentences for the page and the docs.
    meaning: str | Promise
    one_case: str | Promise
    # What can be said of the past, and what cannot.
    history: str | Promise
    cases: str
    is_better_low: bool = False
    # In which steps it is followed, twelve of them.
    step: str = "month"
    # Whether its cases are conversations: then a case's key begins with the conversation's number.
    of_conversations: bool = False
    met: str | Promise = ""
    missed: str | Promise = ""


@dataclass(frozen=True)
class Numbers:
    """What the cases of one stretch of time come to. Lengths are seconds; None is “not yet”: too many still wait."""

    cases: int = 0
    rated: int = 0
    good: int = 0
    answered: int = 0
    median: float | None = None
    ninetieth: float | None = None

    @property
    def share(self) -> float | None:
        """The share of the cases that are good; None without a case."""
        return self.good / self.rated if self.rated else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies, 19 times in 20; None without a case."""
        if not self.rated:
            return None
        interval = wilson(self.good, self.rated).interval
        return interval.low, interval.high

    def value(self, kind: Kind) -> float | None:
        """Return the one number: the share, or the length that half of the cases keep within."""
        return self.share if kind is Kind.SHARE else self.median
