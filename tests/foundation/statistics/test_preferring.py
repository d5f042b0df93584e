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
