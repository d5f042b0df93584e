"""Weights that make who answered look like everybody: beside another program's, and against a known truth."""

import json
import random
from pathlib import Path

import pytest

from wellheard.foundation.statistics.promoters import Split, net_promoters
from wellheard.foundation.statistics.raking import Margin, effective, fitted, raked

RECORDED = Path(__file__).parent / "recorded"


def test_raking_agrees_with_another_program() -> None:
    known = json.loads((RECORDED / "raking.json").read_text())
    margins = [Margin(name, shares) for name, shares in known["margins"].items()]
    counts = {tuple(cell[:3]): cell[3] for cell in known["cells"]}
    weights = fitted(counts, margins, dict.fromkeys(counts, 1.0))
    for *cell, count, expected in known["cells"]:
        assert count * weights[tuple(cell)] == pytest.approx(expected, abs=1e-6)


def test_raking_finds_the_truth_that_who_answers_hides() -> None:
    """Old customers on the large plan like us and answer ten times as often: unweighted we would look far better."""
    chance = random.Random(9)
    promoted = {("free", "new"): 0.25, ("free", "old"): 0.4, ("large", "new"): 0.5, ("large", "old"): 0.7}
    answering = {("free", "new"): 0.04, ("free", "old"): 0.15, ("large", "new"): 0.2, ("large", "old"): 0.4}
    sizes = {("free", "new"): 9000, ("free", "old"): 4500, ("large", "new"): 2400, ("large", "old"): 4100}
    whole, cells, sides = sum(sizes.values()), [], []
    for cell, size in sizes.items():
        for _person in range(size):
            if chance.random() < answering[cell]:
                cells.append(cell)
                sides.append(1 if chance.random() < promoted[cell] else -1)
    truth = 100 * sum(sizes[cell] * (2 * promoted[cell] - 1) for cell in sizes) / whole
    margins = [Margin("plan", {"free": 13500, "large": 6500}), Margin("tenure", {"new": 11400, "old": 8600})]
    found = raked(cells, margins)
    weighted = Split(
        *(sum(w for w, side in zip(found.weights, sides, strict=True) if side == one) for one in (1, 0, -1))
    )
    score = net_promoters(weighted, effect=found.effect)
    raw = net_promoters(Split(sides.count(1), 0, sides.count(-1)))
    assert raw.value - truth > 15
    assert score.value == pytest.approx(truth, abs=8)
    assert score.interval.holds(truth)
    assert not raw.interval.holds(truth)
    assert 1 < found.effect < 3
    assert sum(found.weights) == pytest.approx(len(cells))


def test_nobody_speaks_for_more_than_three() -> None:
    found = raked([("a",)] * 5 + [("b",)] * 95, [Margin("kind", {"a": 0.5, "b": 0.5})])
    assert sum(found.weights) == pytest.approx(100)
    assert max(found.weights) == pytest.approx(3)
    assert found.miss == pytest.approx(0.35)


def test_values_of_too_few_answers_are_joined_with_a_neighbour() -> None:
    answers = [("first",)] * 20 + [("second",)] * 3 + [("third",)] * 9
    found = raked(answers, [Margin("tenure", {"first": 0.4, "second": 0.3, "third": 0.3})])
    assert found.margins == [Margin("tenure", {"first": 0.4, "second + third": 0.6})]
    assert found.weights[-1] == pytest.approx(found.weights[20])


def test_a_value_nobody_is_known_to_have_counts_with_its_neighbour() -> None:
    found = raked([("a",)] * 10 + [("?",)] * 10, [Margin("kind", {"a": 1.0})])
    assert found.weights == pytest.approx([1.0] * 20)


def test_unequal_weights_cost_answers() -> None:
    assert effective([1.0] * 10) == pytest.approx(10)
    assert effective([3.0] * 5 + [1 / 3] * 5) == pytest.approx(6.0976, abs=1e-4)
