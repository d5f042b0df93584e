"""Of when and of whom a figure is: a stretch of days in the installation's zone; a segment, a tier, an area or a team."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wellheard.customers.models import Segment
from wellheard.foundation import clock
from wellheard.learn.figures.figure import Figure
from wellheard.workspace.models import Area, Team, Tier

STEPS = 12
MONTHS = {"month": 1, "quarter": 3, "year": 12}
PERIODS = (*MONTHS, "custom")
# Hours of work are laid out day by day, so a period has an earliest day.
OLDEST = timedelta(days=3660)


@dataclass(frozen=True)
class Stretch:
    """A stretch of whole days; the end is not included."""

    begins_on: date
    ends_on: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.begins_on, time.min, clock.zone())

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.ends_on, time.min, clock.zone())

    @property
    def last_on(self) -> date:
        """The last day that belongs to it."""
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    """A period by its name, its days, and of whom: the companies of a segment or tier, what is about an area or a team's areas.

    None is everybody and everything.
    """

    period: str
    stretch: Stretch
    segment: Segment | None = None
    tier: Tier | None = None
    area: Area | None = None
    team: Team | None = None

    @property
    def is_kept(self) -> bool:
        """Whether a large installation counts it in the background: everybody, in a period that has a name."""
        return not self.narrowed and self.period in MONTHS

    @property
    def narrowed(self) -> list[Segment | Tier | Area | Team]:
        """What it is narrowed to."""
        return [one for one in (self.segment, self.tier, self.area, self.team) if one is not None]

    def fits(self, figure: Figure) -> bool:
        """Tell whether the figure's cases say what the scope asks of them."""
        asks_companies = self.segment is not None or self.tier is not None
        tells_areas = figure.tells_areas or self.area is None
        tells_teams = figure.tells_teams or self.team is None
        return (figure.of_companies or not asks_companies) and tells_areas and tells_teams

    @classmethod
    def of(cls, period: str, *, begins_on: date | None = None, last_on: date | None = None) -> "Scope":
        """Return this month, quarter or year, or the days somebody chose; anything else is this quarter."""
        if period == "custom" and begins_on and last_on and begins_on <= last_on:
            earliest = clock.today() - OLDEST
            begins = max(begins_on, earliest)
            return cls(period, Stretch(begins, max(begins, min(last_on, clock.today())) + timedelta(days=1)))
        name = period if period in MONTHS else "quarter"
        return cls(name, Stretch(_first_of(clock.today(), MONTHS[name]), clock.today() + timedelta(days=1)))


def steps(unit: str) -> list[Stretch]:
    """Return the last twelve months or quarters, the present one last and as far as it has come."""
    length = MONTHS[unit]
    begins = [_moved(_first_of(clock.today(), length), -length * back) for back in range(STEPS - 1, -1, -1)]
    ends = [*begins[1:], clock.today() + timedelta(days=1)]
    return [Stretch(begin, end) for begin, end in zip(begins, ends, strict=True)]


def _first_of(day: date, months: int) -> date:
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _moved(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
