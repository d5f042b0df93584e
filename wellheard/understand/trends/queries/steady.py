"""What grows or shrinks steadily over months, told apart from what is unusual today."""

from dataclasses import dataclass

from wellheard.customers.segments.among import Among
from wellheard.understand.trends.queries.series import blocks_by_pair
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.timeline import Period
from wellheard.understand.trends.statistics.seasonal import WEEK
from wellheard.understand.trends.statistics.slopes import Slope, slope_of

# Always over half a year, in weeks: what a month does is mostly the month.
WEEKS = 26
FEWEST, LEAST_CHANGE, MOST = 20, 0.2, 6


@dataclass(frozen=True)
class Steady:
    """An area and category that is said more, or less, from week to week."""

    subject: Subject
    weeks: list[int]
    slope: Slope

    @property
    def grows(self) -> bool:
        return self.slope.a_step > 0


def steady_trends(period: Period, *, among: Among | None = None) -> list[Steady]:
    """Return what surely grows or shrinks, the largest change first; a run begins with the first week that has any."""
    found = []
    for subject, weeks in blocks_by_pair(period.last, WEEKS, WEEK, among=among).items():
        run = _since_the_first(weeks)
        slope = slope_of(run) if sum(run) >= FEWEST else None
        if slope and slope.is_steady and abs(slope.change) >= LEAST_CHANGE:
            found.append(Steady(subject, run, slope))
    found.sort(key=lambda one: -abs(one.slope.a_step))
    return found[:MOST]


def _since_the_first(weeks: list[int]) -> list[int]:
    first = next((place for place, count in enumerate(weeks) if count), len(weeks))
    return weeks[first:]
