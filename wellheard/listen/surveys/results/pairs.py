"""Which of the ideas or texts that were asked about in pairs is preferred, and how surely."""

from dataclasses import dataclass

from wellheard.foundation.statistics.chances import binomial_chance, holm
from wellheard.foundation.statistics.intervals import Share
from wellheard.foundation.statistics.preferring import Choice, Preferred, left_share, ranked
from wellheard.listen.surveys.models import PairVote, Question, QuestionKind
from wellheard.listen.surveys.options import labels_of
from wellheard.listen.surveys.results.scope import Scope


@dataclass(frozen=True)
class Option:
    """An idea or text in its place, with its name; `idea` is the idea's number, if it is one."""

    preferred: Preferred[str]
    label: str
    idea: int | None

    @property
    def key(self) -> str:
        return self.preferred.key


@dataclass(frozen=True)
class Head:
    """Two options that were shown beside each other: how often the first was chosen, and how likely that is by chance.

    `corrected` takes into account how many pairs there are.
    """

    first: str
    second: str
    wins: int
    decided: int
    chance: float
    corrected: float


@dataclass(frozen=True)
class Pairs:
    """What came of a survey that asks “this or that”."""

    options: list[Option]
    votes: int
    people: int
    companies: int
    undecided: int
    left: Share
    heads: list[Head]

    @property
    def leans_left(self) -> bool:
        """Whether the side on which something stands surely decides with."""
        return not self.left.interval.holds(0.5)


def pairs(scope: Scope) -> Pairs | None:
    """Return the preferences of a survey, in four queries; None before anybody has voted."""
    columns = (
        "left",
        "right",
        "chosen",
        "response__company_id",
        "response__contact_id",
        "response__device",
        "response_id",
    )
    rows = list(PairVote.objects.filter(response__in=scope.responses()).order_by("pk").values_list(*columns))
    if not rows:
        return None
    choices: list[Choice[str]] = []
    people: set[int | str] = set()
    for left, right, chosen, company, contact, device, response in rows:
        person = contact or device or f"#{response}"
        group = ("company", company) if company else ("person", person)
        people.add(person)
        choices.append(Choice(left, right, {"left": left, "right": right}.get(chosen), group))
    keys = sorted({key for choice in choices for key in (choice.left, choice.right)})
    labels = _labels(scope, keys)
    options = [Option(one, labels.get(one.key, one.key), _idea(one.key)) for one in ranked(choices, keys)]
    companies = len(
        {choice.group for choice in choices if isinstance(choice.group, tuple) and choice.group[0] == "company"}
    )
    undecided = sum(choice.chosen is None for choice in choices)
    return Pairs(options, len(rows), len(people), companies, undecided, left_share(choices), _heads(choices))


def _labels(scope: Scope, keys: list[str]) -> dict[str, str]:
    own: dict[str, str] = {}
    for question in Question.objects.filter(survey=scope.survey, kind=QuestionKind.PAIR):
        own |= question.texts_in(scope.survey.fallback, scope.survey.fallback).get("options", {})
    return own | labels_of(keys)


def _idea(key: str) -> int | None:
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "idea" and number.isdecimal() else None


def _heads(choices: list[Choice[str]]) -> list[Head]:
    """Return each pair that somebody decided, with the exact chance of so uneven a result if both were alike."""
    counts: dict[tuple[str, str], list[int]] = {}
    for choice in choices:
        first, second = sorted((choice.left, choice.right))
        if choice.chosen is not None:
            counts.setdefault((first, second), [0, 0])[choice.chosen != first] += 1
    chances = [binomial_chance(wins, wins + losses) for wins, losses in counts.values()]
    return [
        Head(*pair, wins, wins + losses, chance, corrected)
        for (pair, (wins, losses)), chance, corrected in zip(counts.items(), chances, holm(chances), strict=True)
    ]
