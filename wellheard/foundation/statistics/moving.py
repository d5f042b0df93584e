"""What lies between two numbers of which each has its interval: scores, shares by Wilson, means by Student.

The distances from each number to the ends of its interval are squared and added (R. Newcombe, 1998, Statistics in Medicine 17,
873-890, method 10, for shares; G. Zou and A. Donner, 2008, Statistics in Medicine 27, 1693-1702, for others). So what is known
from a few answers stays unsure, where a plain z = (e2 - e1) / √(SE1² + SE2²) finds a change in one of six pairs without any.
"""

from dataclasses import dataclass

from wellheard.foundation.statistics.chances import root
from wellheard.foundation.statistics.intervals import Interval

_ALMOST = 0.99


@dataclass(frozen=True)
class Change:
    """What lies between two numbers: the difference, and its interval."""

    difference: float
    interval: Interval

    @property
    def is_real(self) -> bool:
        """Whether the interval leaves out that nothing has changed."""
        return not self.interval.holds(0)


def moved(earlier: tuple[float, Interval], later: tuple[float, Interval], *, together: float = 0.0) -> Change:
    """Return what lies between two numbers, each with its interval.

    `together` is how much both move alike through those who are in both; 0 where they come from different people.
    """
    (before, ours), (now, theirs) = earlier, later
    difference, r = now - before, max(-_ALMOST, min(_ALMOST, together))
    low = difference - _joined(now - theirs.low, ours.high - before, r)
    high = difference + _joined(theirs.high - now, before - ours.low, r)
    return Change(difference, Interval(low, high))


def _joined(one: float, other: float, together: float) -> float:
    return root(one * one + other * other - 2 * together * one * other)
