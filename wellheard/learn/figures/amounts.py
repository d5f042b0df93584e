"""Figures that are a sum of money, or a rate: how many cases there are for each hundred who might have had one."""

from collections.abc import Sequence
from typing import Any

from wellheard.foundation.statistics.intervals import events
from wellheard.learn.figures.figure import Figure, Numbers
from wellheard.learn.figures.scope import Stretch
from wellheard.learn.figures.tables import of_whom

# The mean month of the Gregorian calendar.
DAYS_A_MONTH = 30.436875
HUNDRED = 100
SUMS = """
SELECT number, count(*), count(good), count(*) FILTER (WHERE good), count(amount), coalesce(sum(amount), 0)::float8
FROM cases GROUP BY number
"""


def rate_of(figure: Figure) -> str:
    """Return SQL for the cases of each stretch, and how many might have had one: the base is of the same companies."""
    return f""", might AS (
    SELECT number, count(*) AS many FROM ({figure.base}) AS base WHERE {of_whom("base.company_id")} GROUP BY number
), counted AS (SELECT number, count(*) AS many FROM cases GROUP BY number)
SELECT might.number, coalesce(counted.many, 0), might.many FROM might LEFT JOIN counted ON counted.number = might.number
"""  # noqa: S608 - pieces of our own


def sums(rows: Sequence[tuple[Any, ...]]) -> dict[int, Numbers]:
    """Return what the cases of each stretch come to; those whose amount nobody knows are counted and add nothing."""
    return {
        number: Numbers(cases=cases, rated=rated, good=good, answered=known, level=whole)
        for number, cases, rated, good, known, whole in rows
    }


def rates(rows: Sequence[tuple[Any, ...]], stretches: Sequence[Stretch]) -> dict[int, Numbers]:
    """Return how many cases each stretch has for a hundred and a month, so that a quarter can be held against a month.

    The interval is Poisson's: each case by itself.
    """
    found = {}
    for number, cases, of in rows:
        stretch = stretches[number]
        months = (stretch.ends_on - stretch.begins_on).days / DAYS_A_MONTH
        each, usual = HUNDRED / (of * months), events(cases)
        found[number] = Numbers(cases=cases, level=cases * each, low=usual.low * each, high=usual.high * each, of=of)
    return found
