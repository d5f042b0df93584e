"""What a figure is: a meaning, the cases it is made of, and the numbers they come to."""

from dataclasses import dataclass
from enum import Enum

from babel.numbers import get_currency_precision
from django.utils.functional import Promise

from wellheard.foundation.statistics.intervals import wilson
from wellheard.workspace.installation import installation


class Kind(Enum):
    """How the cases become one number."""

    LENGTH = "length"
    SHARE = "share"
    # Of answers to surveys: promoters less detractors, and the mean of what was said.
    SCORE = "score"
    MEAN = "mean"
    # How many cases there are for each hundred who might have had one, a month; and what all of them come to.
    RATE = "rate"
    SUM = "sum"


class Unit(Enum):
    """What a figure and its target are counted in."""

    WORKING_HOURS = "working_hours"
    DAYS = "days"
    PERCENT = "percent"
    POINTS = "points"
    OF_SEVEN = "of_seven"
    PER_HUNDRED = "per_hundred"
    # A whole unit of the reporting currency; values are in minor units.
    MONEY = "money"

    @property
    def size(self) -> float:
        """Return one of it in seconds, in shares of one, in minor units, or in itself."""
        if self is Unit.MONEY:
            return float(10 ** get_currency_precision(installation().currency))
        return {"working_hours": 3600.0, "days": 86400.0, "percent": 0.01}.get(self.value, 1.0)


# Between which ends a score or a mean lies.
LEVELS = {Unit.POINTS: (-100.0, 100.0), Unit.OF_SEVEN: (1.0, 7.0)}


class Split(Enum):
    """Into what the cases of a figure are parted below its number."""

    SURVEYS = "surveys"
    WAYS = "ways"
    SAVINGS = "savings"


class By(Enum):
    """By what the cases of a figure can be narrowed to areas, and so to the teams that own them."""

    NOTHING = ""
    IDEA = "idea"
    FEEDBACK = "feedback"
    CONVERSATION = "conversation"
    # The words with which somebody left: what they are about, and the ideas they stand behind.
    DEPARTURE = "departure"
    # What the companies of the cases had said before; and before, unless they were asked because they left or did not buy.
    COMPANY = "company"
    COMPANY_BEFORE = "company_before"
    # What was suggested first while somebody wrote; and the team of a conversation alone.
    SUGGESTION = "suggestion"
    TEAM = "team"


@dataclass(frozen=True)
class Figure:
    """One figure. `cases` is a SELECT over the tables of `learn.figures.tables` with one row per case and stretch of time:

    number, key, contact_id, company_id, idea_id, feedback_id, began_at, ended_at, seconds (NULL: not yet), good (NULL: too
    early to say). Cases of a sum have an `amount` as well, in minor units (NULL: not known).
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
    # What a case is that is neither good nor not; empty: it is too early to say.
    between: str | Promise = ""
    split: Split | None = None
    # Whether its cases are deals: then a case's key is the deal's number.
    of_deals: bool = False
    # Whether its cases are of companies, so that a segment and a tier can be asked about; and what says of which area.
    of_companies: bool = True
    areas_by: By = By.NOTHING
    # Whether its statement itself narrows what it counts to the companies: then its cases are of none.
    is_narrowed_within: bool = False
    # Of a rate: a SELECT of number and company_id, each company once that might have had a case in that stretch.
    base: str = ""

    @property
    def tells_areas(self) -> bool:
        """Whether it can be told of an area."""
        return self.areas_by not in (By.NOTHING, By.TEAM)

    @property
    def tells_teams(self) -> bool:
        """Whether it can be told of a team."""
        return self.areas_by is not By.NOTHING

    @property
    def has_amount(self) -> bool:
        """Whether its cases carry money."""
        return self.kind is Kind.SUM

    @property
    def has_interval(self) -> bool:
        """Whether its number is told with the interval in which the true one lies."""
        return self.kind not in (Kind.LENGTH, Kind.SUM)

    @property
    def of_surveys(self) -> bool:
        """Whether its cases are answers to surveys: then a case's key is the answer's number."""
        return self.split is Split.SURVEYS

    @property
    def is_level(self) -> bool:
        """Whether it is a score or a mean of answers, on a scale of its own."""
        return self.unit in LEVELS


@dataclass(frozen=True)
class Numbers:
    """What the cases of one stretch of time come to. Lengths are seconds; None is “not yet”: too many still wait.

    `level`, `low` and `high` are of a score or a mean; `moved` is what lies between the step before and this one, and its ends.
    """

    cases: int = 0
    rated: int = 0
    good: int = 0
    answered: int = 0
    median: float | None = None
    ninetieth: float | None = None
    level: float | None = None
    low: float | None = None
    high: float | None = None
    moved: float | None = None
    moved_low: float = 0.0
    moved_high: float = 0.0
    # Of a rate: for how many it was counted.
    of: int = 0

    @property
    def is_noise(self) -> bool:
        """Whether it may be that nothing has changed since the step before."""
        return self.moved_low <= 0 <= self.moved_high

    @property
    def share(self) -> float | None:
        """The share of the cases that are good; None without a case."""
        return self.good / self.rated if self.rated else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which numbers the true one lies, 19 times in 20; None without a case."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if not self.rated:
            return None
        interval = wilson(self.good, self.rated).interval
        return interval.low, interval.high

    def value(self, kind: Kind) -> float | None:
        """Return the one number: the share, score, mean, rate or sum, or the length that half of the cases keep within."""
        return {Kind.SHARE: self.share, Kind.LENGTH: self.median}.get(kind, self.level)
