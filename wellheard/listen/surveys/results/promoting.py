"""The net promoter score of a survey three ways, side by side: by person, by company, and by what companies pay."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wellheard.foundation.statistics.grouped import alike, change_between, grouped_promoters
from wellheard.foundation.statistics.moving import Change
from wellheard.foundation.statistics.promoters import Score
from wellheard.listen.surveys.results.answers import Answer, sides
from wellheard.listen.surveys.results.people import Base


@dataclass(frozen=True)
class Counted:
    """A score, from how many people of how many companies."""

    score: Score
    people: int
    companies: int


@dataclass(frozen=True)
class ThreeWays:
    """The same answers, each person, each company, and each unit of money counting alike."""

    people: Counted
    companies: Counted
    money: Counted | None

    @property
    def differ(self) -> bool:
        """Whether people and money disagree: neither interval holds the other's score."""
        if self.money is None:
            return False
        one, other = self.people.score, self.money.score
        return not (one.interval.holds(other.value) or other.interval.holds(one.value))


def three_ways(answers: Sequence[Answer], base: Base) -> ThreeWays:
    """Return the three scores of answers, one of each person.

    However they are counted, nothing is unsure once everybody has answered: a company of whom one in ten spoke is not known.
    """
    placed = [answer for answer in answers if answer.company]
    sizes = Counter(answer.company for answer in placed)
    each = counted(placed, [1 / sizes[answer.company] for answer in placed], population=base.people)
    paying = [answer for answer in placed if answer.mrr]
    weights = [answer.mrr / sizes[answer.company] for answer in paying]
    money = counted(paying, weights, population=base.people) if paying else None
    return ThreeWays(counted(answers, population=base.people), each, money)


def counted(
    answers: Sequence[Answer],
    weights: Sequence[float] | None = None,
    *,
    population: int | None = None,
) -> Counted:
    """Return the score of answers by company, with weights where they have some."""
    companies = len({answer.company for answer in answers if answer.company})
    score = grouped_promoters(sides(answers, weights), population=population)
    return Counted(score, len(answers), companies)


def change(earlier: Sequence[Answer], later: Sequence[Answer]) -> Change | None:
    """Return what lies between two times, each person once in each; None where nobody answered in one of them."""
    if not earlier or not later:
        return None
    before, after = sides(earlier), sides(later)
    return change_between(grouped_promoters(before), grouped_promoters(after), together=alike(before, after))
