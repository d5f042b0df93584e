"""Targets: set by who may, kept apart from each other, and never over somebody else's edit."""

import pytest
from django.db import transaction

from wellheard.foundation.facts.models import Fact
from wellheard.learn.commands import TargetError, set_targets
from wellheard.learn.models import Target
from wellheard.learn.queries import targets
from wellheard.workspace.commands import StaleError

pytestmark = pytest.mark.django_db


def test_a_target_is_in_the_figures_own_unit() -> None:
    set_targets(version=0, targets={"first-answer": 4, "decision": 30, "solved": 80, "loop-closure": None})
    assert targets() == {"first-answer": 14400.0, "decision": 30 * 86400.0, "solved": pytest.approx(0.8)}


def test_setting_the_same_again_changes_nothing() -> None:
    set_targets(version=0, targets={"solved": 80})
    set_targets(version=1, targets={"solved": 80})
    assert (Target.objects.get().version, Fact.objects.filter(name="target.set").count()) == (1, 1)


def test_taking_a_target_away_leaves_none() -> None:
    set_targets(version=0, targets={"solved": 80})
    set_targets(version=1, targets={"solved": None})
    assert targets() == {}


def test_the_second_of_two_editors_is_told() -> None:
    set_targets(version=0, targets={"solved": 80})
    with pytest.raises(StaleError):
        set_targets(version=0, targets={"decision": 30})
    assert list(targets()) == ["solved"]


@pytest.mark.parametrize(
    ("key", "value"), [("solved", 101), ("solved", 0), ("decision", -1), ("decision", float("nan"))]
)
def test_a_target_nobody_can_aim_at_is_refused_and_nothing_is_set(key: str, value: float) -> None:
    with pytest.raises(TargetError) as problem, transaction.atomic():
        set_targets(version=0, targets={"first-answer": 1, key: value})
    assert problem.value.figure == key
    assert targets() == {}
