"""Answers of colleagues and of people who answered before."""

import random

import pytest

from wellheard.foundation.statistics.grouped import (
    Answers,
    alike,
    answers_for_change,
    change_between,
    grouped_effect,
)
from wellheard.foundation.statistics.promoters import Split, net_promoters


def test_ten_colleagues_who_all_say_the_same_count_for_one() -> None:
    sides = [1, -1, 1, 0, 1, -1]
    values = [side for side in sides for _colleague in range(10)]
    groups = [number for number in range(6) for _colleague in range(10)]
    assert grouped_effect(Answers(values, groups)) == pytest.approx(10, rel=0.25)
    assert grouped_effect(Answers(values, range(60))) == pytest.approx(1)


def test_answers_of_one_company_say_nothing_of_others() -> None:
    assert grouped_effect(Answers([1, 0, 1, -1], ["Acme"] * 4)) == 4


def test_the_interval_of_answers_in_companies_holds_the_truth() -> None:
    """Companies differ; an interval that takes colleagues for strangers misses the truth far more often."""
    chance, hits, naive = random.Random(4), 0, 0
    for _round in range(300):
        values, groups = [], []
        for company in range(30):
            liking = chance.betavariate(1.5, 1.5)
            for _person in range(chance.randint(1, 9)):
                values.append(1 if chance.random() < liking else -1)
                groups.append(company)
        split = Split(values.count(1), 0, values.count(-1))
        effect = grouped_effect(Answers(values, groups))
        hits += net_promoters(split, effect=effect, groups=30).interval.holds(0)
        naive += net_promoters(split).interval.holds(0)
    assert hits / 300 > 0.91
    assert naive / 300 < 0.85


def test_ten_points_between_waves_of_two_hundred_are_noise() -> None:
    earlier, later = net_promoters(Split(100, 60, 40)), net_promoters(Split(110, 70, 20))
    found = change_between(net_promoters(Split(100, 60, 40)), net_promoters(Split(110, 60, 30)))
    assert found.difference == pytest.approx(10)
    assert not found.is_real
    assert change_between(earlier, later).is_real
    assert answers_for_change(10) == pytest.approx(470, abs=5)
    assert answers_for_change(10, power=0.8) == pytest.approx(960, abs=5)


def test_the_same_people_twice_are_compared_each_with_themselves() -> None:
    """Everybody who moved, moved up: paired, that is sure; as two crowds of strangers it would be noise."""
    before = [1] * 30 + [0] * 30 + [-1] * 20
    after = [1] * 30 + [1] * 8 + [0] * 22 + [-1] * 20
    earlier, later = net_promoters(Split(30, 30, 20)), net_promoters(Split(38, 22, 20))
    together = alike(Answers(before, range(80)), Answers(after, range(80)))
    assert not change_between(earlier, later).is_real
    paired = change_between(earlier, later, together=together)
    assert paired.is_real
    # The standard error of the paired differences themselves: 8 of 80 moved by one.
    assert paired.interval.half == pytest.approx(1.96 * 100 * (0.1 * 0.9 / 79) ** 0.5, rel=0.25)


def test_of_a_few_answers_no_change_is_found_where_none_is() -> None:
    """Four answers of one month against thirty of the next, from the same people's minds: nothing in nineteen of twenty."""
    chance, found, surveys = random.Random(4), 0, 400
    for _survey in range(surveys):
        few, many = (chance.choices((1, 0, -1), (0.5, 0.3, 0.2), k=size) for size in (4, 30))
        earlier, later = (net_promoters(split) for split in (split_of_sides(few), split_of_sides(many)))
        found += change_between(earlier, later).is_real
    assert found / surveys < 0.08


def split_of_sides(sides: list[int]) -> Split:
    return Split(*(sides.count(side) for side in (1, 0, -1)))
