"""Who is heard and who is not: the answers beside everybody they stand for, and the score they give when weighted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellheard.foundation.statistics.comparing import Higher, lies_higher
from wellheard.foundation.statistics.grouped import grouped_promoters
from wellheard.foundation.statistics.intervals import Share, wilson
from wellheard.foundation.statistics.promoters import Score
from wellheard.foundation.statistics.raking import TOO_SKEWED, Margin, Raked, raked
from wellheard.listen.surveys.results.answers import Answer, sides
from wellheard.listen.surveys.results.people import OTHER, TRAITS, Base, Person, common_values, in_order, value_of

# With fewer answers weights add more noise than they take bias away.
FEWEST_TO_WEIGH = 30
# Whose share among the answers is surely below so much of what it should be is not heard.
_HEARD = 0.8
# Nearer than this to its share counts as met.
_MET = 0.005


@dataclass(frozen=True)
class Stratum:
    """One value of a trait: its share of everybody and of the answers, and how many of those who were shown it answered."""

    trait: str
    value: str
    base: int
    base_share: float
    answers: int
    sample: Share
    asked: int

    @property
    def rate(self) -> Share | None:
        """Return the share of those shown the survey who answered; None before anybody was."""
        return wilson(min(self.answers, self.asked), self.asked) if self.asked else None

    @property
    def is_missing(self) -> bool:
        """Whether it is surely heard less than its part: the whole interval lies below four fifths of it."""
        return self.base_share > 0 and self.sample.interval.high < _HEARD * self.base_share


@dataclass(frozen=True)
class Heard:
    """How the answers compare with everybody, and the score once weighted; `score` is None where there is too little for it."""

    strata: list[Stratum]
    weights: Raked | None
    score: Score | None
    known: int

    @property
    def is_too_skewed(self) -> bool:
        """Whether the answers are too unlike everybody for weights to mend it."""
        return self.weights is not None and self.weights.effect > TOO_SKEWED

    @property
    def is_missed(self) -> bool:
        """Whether the bounds of the weights kept some group from its share."""
        return self.weights is not None and self.weights.miss > _MET

    @property
    def missing(self) -> list[Stratum]:
        """Return who is not heard, those who stand for most first."""
        found = [stratum for stratum in self.strata if stratum.is_missing]
        return sorted(found, key=lambda one: one.base_share - one.sample.value, reverse=True)


def heard(answers: Sequence[Answer], known: Mapping[int, Person], shown: set[int], base: Base) -> Heard:
    """Hold the answers of people we know against everybody. `known` says what people are like, `shown` who was asked."""
    ours = [answer for answer in answers if answer.contact in known]
    if not base.traits or not base.people:
        return Heard([], None, None, len(ours))
    named = {trait: common_values(base.traits[trait]) for trait in TRAITS}
    crowd = _Crowd(ours, known, shown)
    strata = [
        stratum
        for trait in TRAITS
        if len(named[trait]) > 1
        for stratum in _strata(trait, named[trait], base.traits[trait], crowd)
    ]
    weights = person_weights([known[answer.contact or 0] for answer in ours], base)
    score = grouped_promoters(sides(ours, weights.weights), population=base.people) if weights else None
    return Heard(strata, weights, score, len(ours))


def person_weights(people: Sequence[Person], base: Base) -> Raked | None:
    """Return a weight for each of these people that makes them look like everybody; None where there is too little for it."""
    if len(people) < FEWEST_TO_WEIGH or not base.traits:
        return None
    named = {trait: common_values(base.traits[trait]) for trait in TRAITS}
    used = [trait for trait in TRAITS if len(named[trait]) > 1]
    if not used:
        return None
    margins = [
        Margin(trait, {value: float(many) for value, many in _ordered(trait, base.traits[trait], named[trait]).items()})
        for trait in used
    ]
    return raked([tuple(value_of(one, trait, named[trait]) for trait in used) for one in people], margins)


@dataclass(frozen=True)
class _Crowd:
    """Who answered and who was shown it, and what they are like."""

    answers: Sequence[Answer]
    known: Mapping[int, Person]
    shown: set[int]


def _strata(trait: str, named: Sequence[str], base: Mapping[str, int], crowd: _Crowd) -> list[Stratum]:
    counts, known = _under(base, named), crowd.known
    said = Counter(value_of(known[answer.contact or 0], trait, named) for answer in crowd.answers)
    asked = Counter(value_of(known[contact], trait, named) for contact in crowd.shown if contact in known)
    everybody = counts.total()
    return [
        Stratum(
            trait,
            value,
            counts[value],
            counts[value] / everybody,
            said[value],
            wilson(said[value], len(crowd.answers)),
            asked[value],
        )
        for value in in_order(trait, [*named, *([OTHER] if counts[OTHER] else [])])
    ]


def _ordered(trait: str, base: Mapping[str, int], named: Sequence[str]) -> dict[str, int]:
    counts = _under(base, named)
    return {value: counts[value] for value in in_order(trait, [*named, OTHER]) if counts[value]}


def _under(base: Mapping[str, int], named: Sequence[str]) -> "Counter[str]":
    counts: Counter[str] = Counter()
    for value, many in base.items():
        counts[value if value in named else OTHER] += many
    return counts


@dataclass(frozen=True)
class Beside:
    """Those who answered beside those who were shown it and did not: the middle of each by one number, and if they differ."""

    answered: float
    silent: float
    answered_count: int
    silent_count: int
    higher: Higher


def beside(answered: Sequence[float], silent: Sequence[float]) -> Beside | None:
    """Compare those who answered with those who did not; None where either is nobody."""
    higher = lies_higher(answered, silent)
    if higher is None:
        return None
    return Beside(_middle(answered), _middle(silent), len(answered), len(silent), higher)


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
