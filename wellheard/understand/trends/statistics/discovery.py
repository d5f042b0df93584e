"""Which of many counts are unusual: each against its own usual, all together so that few are false.

Where a hundred tags are looked at every hour, one in a hundred is always unusual by chance. The step-up procedure of
Benjamini and Hochberg (1995, J. R. Statist. Soc. B 57, 289-300) keeps the share of false ones among those named below a rate;
on a day on which nothing is unusual that rate is the chance of naming anything at all, so seven times it would be the number
of false alarms a week. Counts drift and vary more than any model of them: `bin/bench spikes` measures three times as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from wellheard.understand.trends.statistics.seasonal import FEWEST_DAYS, WEEK, Usual

Key = TypeVar("Key")

FEWEST, LEAST_RATIO, FEWEST_COMPANIES = 4, 2.0, 3
# A tag that is new has no usual; so many from so many companies within a day are worth telling.
FEWEST_NEW = 8
LEAST_RATE, MOST_RATE = 0.002, 0.5
_MORE_THAN_PROMISED = 3
# From this chance on everything together counts as raised, and a tag must stand out of that.
_RAISED = 0.05


@dataclass(frozen=True)
class Observed(Generic[Key]):
    """What was counted of one thing in the last day, from how many companies, and what is usual of it."""

    key: Key
    count: int
    companies: int
    usual: Usual

    @property
    def ratio(self) -> float:
        """How many times the usual it is."""
        return self.count / self.usual.expected

    @property
    def is_enough(self) -> bool:
        """Whether it would matter if it were unusual: not two instead of one, and not one customer who writes ten times."""
        return self.count >= FEWEST and self.ratio >= LEAST_RATIO and self.companies >= FEWEST_COMPANIES


def rate_for(alerts_a_week: float) -> float:
    """Return the rate of false discoveries that comes to so many false alarms a week when nothing is unusual."""
    return min(MOST_RATE, max(LEAST_RATE, alerts_a_week / WEEK / _MORE_THAN_PROMISED))


def unusual(seen: Sequence[Observed[Key]], *, rate: float) -> list[Observed[Key]]:
    """Return what is unusual, the least likely first; `rate` bounds the share of false ones among them.

    All are looked at together, also those that are too few to matter: the procedure counts how often it looked.
    """
    known = [one for one in seen if one.usual.days >= FEWEST_DAYS]
    chances = [one.usual.chance(one.count) for one in known]
    passing = discoveries(chances, rate=rate)
    found = sorted((place for place in passing if known[place].is_enough), key=lambda place: chances[place])
    return [known[place] for place in found] + [one for one in seen if _is_new_and_many(one)]


def discoveries(chances: Sequence[float], *, rate: float) -> set[int]:
    """Return the places of the chances that Benjamini and Hochberg's step-up procedure names."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    named = 0
    for rank, place in enumerate(order, start=1):
        if chances[place] <= rank / len(chances) * rate:
            named = rank
    return set(order[:named])


def beside(one: Observed[Key], everything: Observed[Key]) -> Observed[Key]:
    """Return the same count with what is usual of it on a day on which everything else is raised, as in an outage.

    So an outage that touches all sixty tags is one alarm, of everything; a tag that stands out even then is another.
    """
    rest_count = everything.count - one.count
    # A rest of less than one is no measure of how raised the day is.
    rest = Usual(max(1.0, everything.usual.expected - one.usual.expected), everything.usual.dispersion)
    if rest_count <= rest.expected or rest.chance(rest_count) >= _RAISED:
        return one
    return Observed(one.key, one.count, one.companies, one.usual.times(rest_count / rest.expected))


def _is_new_and_many(one: Observed[Key]) -> bool:
    is_new = one.usual.days < FEWEST_DAYS
    return is_new and one.is_enough and one.count >= FEWEST_NEW
