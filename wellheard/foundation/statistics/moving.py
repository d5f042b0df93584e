"""What lies between two numbers of which each has its interval: shares by Wilson, means by Student.

The distances from each number to the ends of its interval are squared and added (R. Newcombe, 1998, Statistics in Medicine 17,
873-890, method 10, for shares; G. Zou and A. Donner, 2008, Statistics in Medicine 27, 1693-1702, for others).
"""

from dataclasses import dataclass
from math import hypot

from wellheard.foundation.statistics.intervals import Interval


@dataclass(frozen=True)
class Move:
    """What lies between two numbers, and its interval."""

    difference: float
    interval: Interval

    @property
    def is_real(self) -> bool:
        """Whether the interval leaves out that nothing has changed."""
        return not self.interval.holds(0)


def moved(earlier: tuple[float, Interval], later: tuple[float, Interval]) -> Move:
    """Return what lies between two numbers, each with its interval, that come from different people."""
    (before, ours), (now, theirs) = earlier, later
    difference = now - before
    low = difference - hypot(now - theirs.low, ours.high - before)
    high = difference + hypot(theirs.high - now, before - ours.low)
    return Move(difference, Interval(low, high))
