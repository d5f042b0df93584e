"""Which of many is preferred, from choices between two."""

import json
import random
from pathlib import Path

import pytest

from wellheard.foundation.statistics.preferring import PRIOR, Choice, left_share, ranked, strengths

RECORDED = Path(__file__).parent / "recorded"


def test_strengths_agree_with_another_program() -> None:
    known = json.loads((RECORDED / "preferring.json").read_text())
    wins = known["wins"]
    with_prior = [[wins[a][b] + PRIOR * (a != b) for b in range(len(wins))] for a in range(len(wins))]
    assert strengths(wins) == pytest.approx(known["plain"], abs=1e-8)
    assert strengths(with_prior) == pytest.approx(known["with_prior"], abs=1e-8)


def votes(many: int, *, companies: int = 60) -> list[Choice[str]]:
    """Whoever is asked prefers export by far; calendar and maps are alike."""
    chance, strong = random.Random(2), {"export": 6.0, "calendar": 1.0, "maps": 1.0, "themes": 0.2}
    found = []
    for _vote in range(many):
        left, right = chance.sample(sorted(strong), 2)
        chosen = left if chance.random() < strong[left] / (strong[left] + strong[right]) else right
        found.append(Choice(left, right, chosen, chance.randrange(companies)))
    return found


def test_what_cannot_be_told_apart_shares_a_tier() -> None:
    found = ranked(votes(600), ["themes", "maps", "calendar", "export"])
    assert found[0].key == "export"
    assert {one.key: one.tier for one in found} == {"export": 1, "calendar": 2, "maps": 2, "themes": 3}
    # 6/7, 6/7 and 30/31 of the time against the others.
    assert found[0].interval.holds(100 * (6 / 7 + 6 / 7 + 6 / 6.2) / 3)
    assert all(one.interval.holds(one.score) for one in found)


def test_the_order_of_the_votes_does_not_matter() -> None:
    cast = votes(100)
    keys = ["themes", "maps", "calendar", "export"]
    scores = {one.key: one.score for one in ranked(cast, keys, draws=2)}
    assert {one.key: one.score for one in ranked(cast[::-1], keys, draws=2)} == pytest.approx(scores)


def test_what_never_lost_is_not_sure_to_win() -> None:
    found = ranked([Choice("a", "b", "a", n) for n in range(3)], ["a", "b"], draws=50)
    assert 80 < found[0].score < 100


def test_neither_is_half_a_win_for_both() -> None:
    found = ranked([Choice("a", "b", None, n) for n in range(9)], ["a", "b"], draws=50)
    assert [one.score for one in found] == pytest.approx([50, 50])


def test_votes_of_one_company_say_nothing_of_others() -> None:
    found = ranked([Choice("a", "b", "a", "Acme") for _vote in range(50)], ["a", "b"])
    assert [(one.interval.low, one.interval.high, one.tier) for one in found] == [(0, 100, 1), (0, 100, 1)]


def test_a_layout_that_decides_is_seen() -> None:
    assert left_share([Choice("a", "b", "a", n) for n in range(20)]).interval.low > 0.5
    assert left_share(votes(400)).interval.holds(0.5)


def weighed(weight: dict[str, float], chosen: dict[str, str], *, each: int = 1) -> list[Choice[str]]:
    return [Choice("a", "b", chosen[company], company, weight[company]) for company in weight for _vote in range(each)]


def test_the_scale_of_weights_changes_nothing() -> None:
    cast = votes(100)
    keys = ["themes", "maps", "calendar", "export"]
    heavy = [Choice(one.left, one.right, one.chosen, one.group, 250.0) for one in cast]
    assert ranked(heavy, keys, draws=20) == ranked(cast, keys, draws=20)


def test_whole_weights_are_votes_cast_so_often() -> None:
    """A vote of weight 2 moves a score as two votes do, but for the prior: together they are worth less than they weigh."""
    companies = [f"c{number}" for number in range(40)]
    chosen = {name: "a" if number % 2 else "b" for number, name in enumerate(companies)}
    weight = {name: 2.0 if chosen[name] == "a" else 1.0 for name in companies}
    found = ranked(weighed(weight, chosen), ["a", "b"], draws=50)[0]
    # 36 of 40: (Σw)² / Σw² with twenty twos and twenty ones; two thirds of that are wins of "a".
    assert found.score == pytest.approx(100 * (24 + PRIOR) / (36 + 2 * PRIOR))


def test_one_company_that_weighs_more_than_all_others_decides_nothing_surely() -> None:
    companies = [f"c{number}" for number in range(20)]
    chosen = dict.fromkeys(companies, "b") | {"c0": "a"}
    weight = dict.fromkeys(companies, 1.0) | {"c0": 200.0}
    found = ranked(weighed(weight, chosen, each=5), ["a", "b"])
    assert found[0].key == "a"
    assert [one.tier for one in found] == [1, 1]
    assert found[0].interval.low < 20


def test_weighted_intervals_hold_the_truth_of_companies_that_differ() -> None:
    """Large companies want "a" in seven of ten cases, small ones in three: by money the truth is 0.64, whatever the sample."""
    hits, surveys = 0, 60
    for survey in range(surveys):
        chance = random.Random(survey)
        cast = []
        for company in range(60):
            is_large = chance.random() < 0.3
            likes = chance.betavariate(7, 3) if is_large else chance.betavariate(3, 7)
            cast += [
                Choice("a", "b", "a" if chance.random() < likes else "b", company, 13.2 if is_large else 1.0)
                for _vote in range(3)
            ]
        found = {one.key: one for one in ranked(cast, ["a", "b"], draws=100)}
        hits += found["a"].interval.holds(100 * (0.3 * 13.2 * 0.7 + 0.7 * 0.3) / (0.3 * 13.2 + 0.7))
    # 95 % are promised; of 60 fewer than 52 would come once in some hundred times.
    assert hits >= 52
