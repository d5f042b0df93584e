"""How much was said, step by step: days of a month, weeks of half a year or a year, each with what was usual then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wellheard.customers.segments.among import Among
from wellheard.foundation import clock
from wellheard.understand.trends.queries.series import daily, in_blocks
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.statistics.seasonal import (
    FEWEST_DAYS,
    FLAT,
    HALF_LIFE_DAYS,
    WEEK,
    WINDOW_DAYS,
    level_of,
    weekday_profile,
)

# So many steps of so many days; weeks end today, so that the last one is whole.
STEPS = {"month": (30, 1), "half": (26, WEEK), "year": (52, WEEK)}
USUAL_PERIOD = "half"
# Whole weeks, so that Mondays stand over Mondays.
A_YEAR = timedelta(days=52 * WEEK)


@dataclass(frozen=True)
class Period:
    """A stretch up to today, in steps of a day or a week."""

    name: str
    last: date

    @classmethod
    def of(cls, name: str) -> "Period":
        """Return the period of this name that ends today; any other name is half a year."""
        return cls(name if name in STEPS else USUAL_PERIOD, clock.today())

    @property
    def steps(self) -> int:
        return STEPS[self.name][0]

    @property
    def length(self) -> int:
        """Days of a step."""
        return STEPS[self.name][1]

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.steps * self.length - 1)

    def step_of(self, day: date) -> int:
        """Return the number of the step a day belongs to; below zero before the first."""
        return (day - self.first).days // self.length


@dataclass(frozen=True)
class Step:
    """What was said in one step, in the same one a year before, and between which counts is usual (None: not known yet)."""

    begins_on: date
    count: int
    before: int
    usual: tuple[int, int] | None


def timeline(period: Period, *, among: Among | None = None, subject: Subject | None = None) -> list[Step]:
    """Return the steps of a period, the oldest first."""
    reach = timedelta(days=WINDOW_DAYS)
    both = daily(period.first - A_YEAR, period.last, among=among, subject=subject)
    whole = period.steps * period.length
    days, before = both[-whole - WINDOW_DAYS :], both[:whole]
    counts, earlier = in_blocks(days, period.length), in_blocks(before, period.length)
    window, known = WINDOW_DAYS // period.length, _first_known(counts)
    factors = _factors(days, (period.first - reach).weekday()) if period.length == 1 else [1.0] * len(counts)
    return [
        Step(
            period.first + timedelta(days=step * period.length),
            counts[window + step],
            earlier[step],
            _usual(counts, factors, window + step, window, known + FEWEST_DAYS // period.length),
        )
        for step in range(period.steps)
    ]


def _usual(
    counts: Sequence[int], factors: Sequence[float], place: int, window: int, known_from: int
) -> tuple[int, int] | None:
    if place < known_from:
        return None
    since = max(place - window, 0)
    past = level_of(counts[since:place], factors[since:place], HALF_LIFE_DAYS * window / WINDOW_DAYS)
    return past.times(factors[place]).band()


def _first_known(counts: Sequence[int]) -> int:
    return next((place for place, count in enumerate(counts) if count), len(counts))


def _factors(days: Sequence[int], first_weekday: int) -> list[float]:
    profile = weekday_profile([days], first_weekday) if days else FLAT
    return [profile[(first_weekday + age) % WEEK] for age in range(len(days))]
