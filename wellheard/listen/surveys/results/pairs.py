"""Which of the ideas or texts that were asked about in pairs is preferred, and how surely, however people are counted."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wellheard.foundation.statistics.chances import binomial_chance, holm
from wellheard.foundation.statistics.intervals import Share
from wellheard.foundation.statistics.preferring import Choice, Preferred, left_share, ranked
from wellheard.foundation.statistics.raking import effective
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.models import PairVote, Question, QuestionKind
from wellheard.listen.surveys.options import labels_of
from wellheard.listen.surveys.results.people import base_of, people_of
from wellheard.listen.surveys.results.scope import Scope
from wellheard.listen.surveys.results.weighing import person_weights

PEOPLE, COMPANIES, MONEY, EVERYBODY = "people", "companies", "money", "everybody"


class Vote(NamedTuple):
    """One choice between two: what was chosen (None: could not decide), whose, and what their company pays now."""

    left: str
    right: str
    chosen: str | None
    person: int | str
    contact: int | None
    company: int | None
    mrr: int

    @property
    def group(self) -> tuple[str, int | str]:
        """Who is alike: colleagues; somebody without a company stands alone."""
        return ("company", self.company) if self.company else ("person", self.person)


@dataclass(frozen=True)
class Ranking:
    """The options as one way of counting ranks them: `worth` is how many people or companies that count the same it is worth."""

    way: str
    options: dict[str, Preferred[str]]
    people: int
    companies: int
    worth: float

    @property
    def leaders(self) -> set[str]:
        """Which options nobody can tell from the first."""
        return {key for key, one in self.options.items() if one.tier == 1}


@dataclass(frozen=True)
class Option:
    """An idea or text with its name and its place in each ranking (None: not shown to any of them); `idea` is its number."""

    key: str
    label: str
    idea: int | None
    places: list[Preferred[str] | None]

    @property
    def preferred(self) -> Preferred[str]:
        """Its place where each person counts the same."""
        assert self.places[0] is not None  # noqa: S101 - whatever was voted on was voted on by somebody
        return self.places[0]


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
    """What came of a survey that asks “this or that”. The first ranking counts each person the same."""

    options: list[Option]
    rankings: list[Ranking]
    votes: int
    undecided: int
    left: Share
    heads: list[Head]

    @property
    def people(self) -> int:
        return self.rankings[0].people

    @property
    def companies(self) -> int:
        return self.rankings[0].companies

    @property
    def leans_left(self) -> bool:
        """Whether the side on which something stands surely decides with."""
        return not self.left.interval.holds(0.5)

    @property
    def differ(self) -> bool:
        """Whether people and money disagree: none of those who lead with one leads with the other."""
        money = next((one for one in self.rankings if one.way == MONEY), None)
        return money is not None and not (money.leaders & self.rankings[0].leaders)


def pairs(scope: Scope) -> Pairs | None:
    """Return the preferences of a survey, in at most seven queries; None before anybody has voted."""
    votes = _votes(scope)
    if not votes:
        return None
    rankings = _rankings(scope, votes)
    first = rankings[0].options
    labels = _labels(scope, sorted(first))
    options = [
        Option(key, labels.get(key, key), _idea(key), [one.options.get(key) for one in rankings]) for key in first
    ]
    choices = [Choice(vote.left, vote.right, vote.chosen, vote.group) for vote in votes]
    undecided = sum(vote.chosen is None for vote in votes)
    return Pairs(options, rankings, len(votes), undecided, left_share(choices), _heads(choices))


def _votes(scope: Scope) -> list[Vote]:
    columns = (
        "left",
        "right",
        "chosen",
        "response_id",
        "response__contact_id",
        "response__device",
        "response__company_id",
        "response__company__mrr_minor",
    )
    rows = PairVote.objects.filter(response__in=scope.responses()).order_by("pk").values_list(*columns)
    return [
        Vote(
            left,
            right,
            {"left": left, "right": right}.get(chosen),
            contact or device or f"#{response}",
            contact,
            company,
            mrr or 0,
        )
        for left, right, chosen, response, contact, device, company, mrr in rows
    ]


def _rankings(scope: Scope, votes: Sequence[Vote]) -> list[Ranking]:
    """Count the same votes in each way there is something for: a person's votes come to one person together."""
    placed = [vote for vote in votes if vote.company]
    sizes = Counter(company for company, _person in {(vote.company, vote.person) for vote in placed})
    each = {vote.person: 1 / sizes[vote.company] for vote in placed}
    found = [_ranking(PEOPLE, votes, {vote.person: 1.0 for vote in votes})]
    if placed:
        found.append(_ranking(COMPANIES, placed, each))
    if paying := [vote for vote in placed if vote.mrr]:
        found.append(_ranking(MONEY, paying, {vote.person: vote.mrr * each[vote.person] for vote in paying}))
    if weights := _everybody(scope, votes):
        found.append(_ranking(EVERYBODY, [vote for vote in votes if vote.person in weights], weights))
    return found


def _ranking(way: str, votes: Sequence[Vote], weights: dict[int | str, float]) -> Ranking:
    often = Counter(vote.person for vote in votes)
    choices = [
        Choice(vote.left, vote.right, vote.chosen, vote.group, weights[vote.person] / often[vote.person])
        for vote in votes
    ]
    keys = sorted({key for vote in votes for key in (vote.left, vote.right)})
    by_company: dict[object, float] = defaultdict(float)
    for choice in choices:
        by_company[choice.group] += choice.weight
    heavy = [weights[person] for person in often] if way in {PEOPLE, EVERYBODY} else list(by_company.values())
    companies = {vote.company for vote in votes if vote.company}
    return Ranking(way, {one.key: one for one in ranked(choices, keys)}, len(often), len(companies), effective(heavy))


def _everybody(scope: Scope, votes: Sequence[Vote]) -> dict[int | str, float]:
    """Return for people we know the weights that make them look like everybody; none where there is too little for it."""
    contacts = {vote.contact for vote in votes if vote.contact}
    known = people_of(scope, contacts)
    base = base_of(scope)
    found = person_weights(list(known.values()), base)
    return dict(zip(known, found.weights, strict=True)) if found else {}


def _labels(scope: Scope, keys: list[str]) -> dict[str, str]:
    own: dict[str, str] = {}
    for question in Question.objects.filter(survey=scope.survey, kind=QuestionKind.PAIR):
        own |= question.texts_in(scope.survey.fallback, scope.survey.fallback).get("options", {})
    return own | labels_of(keys)


def _idea(key: str) -> int | None:
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "idea" and is_whole_number(number) else None


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
