"""How likely counts are: tails and quantiles of the Poisson and the negative binomial distribution, from `math.lgamma` alone.

The negative binomial is written by its mean m and its dispersion φ = variance / mean: with r = m / (φ - 1), the probability
of k is Γ(k + r) / (Γ(r) k!) · p^r · (1 - p)^k, where p = r / (r + m) = 1 / φ.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice
from math import exp, lgamma, log

# Below this dispersion the two distributions cannot be told apart, and r grows without bound.
NEARLY_POISSON = 1.01
# Terms smaller than this share of the sum change nothing in a float.
_NOTHING = 1e-17
# The logarithm of what is as good as impossible: all counts below the first that is likelier are left out. Their sum changes
# nothing in a float, and of a mean beyond some hundreds the first of them are too small to be one.
_NEVER = -40.0
# What no count of a day comes near; a guard against a loop without end.
_MOST = 10_000_000


def tail(count: int, mean: float, dispersion: float) -> float:
    """Return the probability of this count or more."""
    if count <= 0:
        return 1.0
    if count <= mean:
        first = _first(mean, dispersion)
        return max(0.0, 1.0 - sum(islice(_terms(first, mean, dispersion), max(0, count - first))))
    total = 0.0
    for term in _terms(count, mean, dispersion):
        total += term
        if term <= total * _NOTHING:
            break
    return min(1.0, total)


def quantile(share: float, mean: float, dispersion: float) -> int:
    """Return the smallest count with at least this probability of itself or less."""
    total, first = 0.0, _first(mean, dispersion)
    for count, term in enumerate(islice(_terms(first, mean, dispersion), _MOST), first):
        total += term
        # Far out, rounding keeps the sum from ever reaching a share next to one.
        if total >= share or (count > mean and term <= _NOTHING):
            return count
    return _MOST


def _first(mean: float, dispersion: float) -> int:
    """Return the first count that is not as good as impossible. Up to the likeliest each is likelier than the one before."""
    likeliest = max(0, int(mean - dispersion))
    return bisect_left(range(likeliest), _NEVER, key=lambda count: _distribution(count, mean, dispersion)[0])


def _terms(first: int, mean: float, dispersion: float) -> Iterator[float]:
    """Yield the probability of a count and of all that follow it."""
    start, ratio = _distribution(first, mean, dispersion)
    count, term = first, exp(start)
    while True:
        yield term
        term *= ratio(count)
        count += 1


def _distribution(first: int, mean: float, dispersion: float) -> tuple[float, Callable[[int], float]]:
    """Return the logarithm of a count's probability, and how much likelier the one after a count is than it."""
    return (_poisson if dispersion <= NEARLY_POISSON else _negative_binomial)(first, mean, dispersion)


def _poisson(first: int, mean: float, _dispersion: float) -> tuple[float, Callable[[int], float]]:
    return first * log(mean) - mean - lgamma(first + 1), lambda count: mean / (count + 1)


def _negative_binomial(first: int, mean: float, dispersion: float) -> tuple[float, Callable[[int], float]]:
    size, miss = mean / (dispersion - 1), 1 - 1 / dispersion
    start = lgamma(first + size) - lgamma(size) - lgamma(first + 1) - size * log(dispersion) + first * log(miss)
    return start, lambda count: (count + size) / (count + 1) * miss
