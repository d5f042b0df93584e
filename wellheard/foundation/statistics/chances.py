"""Chances and quantiles: the normal distribution, Student's t, and the binomial, exactly."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
_STEPS, _TINY = 300, 1e-300


def z_of(confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors on both sides hold the truth with this confidence, where answers are many."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@lru_cache(maxsize=512)
def t_of(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Return the same where the spread itself is known from few: Student's t with so many degrees of freedom."""
    if freedom < 1:
        return inf
    low, high = 0.0, 1e7
    for _step in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < confidence else (low, middle)
    return high


def _within(t: float, freedom: float) -> float:
    """Return the chance that Student's t lies between -t and t."""
    return 1 - beta_share(freedom / 2, 0.5, freedom / (freedom + t * t))


def beta_share(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function by its continued fraction (Lentz; Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x > 0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _off_zero(1 + step * d)
            c = _off_zero(1 + step / c)
            found *= c * d
        if abs(c * d - 1) < 1e-15:  # noqa: PLR2004 - as far as a double goes
            break
    return found


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def binomial_chance(hits: int, of: int, share: float = 0.5) -> float:
    """Return the exact two-sided chance of a count as unlikely as this one or more so, when the true share is `share`."""
    chances = [_log_binomial(count, of, share) for count in range(of + 1)]
    # What is exactly as unlikely differs in the last digit of a double.
    border = chances[hits] + 1e-9
    return min(1.0, sum(exp(chance) for chance in chances if chance <= border))


def _log_binomial(count: int, of: int, share: float) -> float:
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return ways + count * log(share) + (of - count) * log1p(-share)


def holm(chances: Sequence[float]) -> list[float]:
    """Return chances corrected for having looked so often, in their order (S. Holm, 1979, Scand. J. Statist. 6, 65-70)."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    corrected, highest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        corrected[place] = highest
    return corrected


def two_sided(z: float) -> float:
    """Return how likely a difference of so many standard errors is by chance alone."""
    return 2 * (1 - NormalDist().cdf(abs(z)))


def root(variance: float) -> float:
    """Return a standard error; rounding may leave a variance just below zero."""
    return sqrt(max(0.0, variance))
