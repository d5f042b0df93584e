"""Numbers of a large installation are counted in the background, and pages say when."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_feedback, make_staff, make_survey, make_survey_answer
from wellheard.learn import loop, snapshots
from wellheard.learn.figures import FIGURES, Scope, reading
from wellheard.learn.figures.scope import MONTHS
from wellheard.learn.models import Snapshot
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db


def test_a_small_installation_counts_whenever_somebody_looks() -> None:
    make_feedback()
    assert snapshots.take("loop", loop.questions()) == 0
    assert loop.kept_counts(loop.period("month")).at is None
    make_feedback()
    assert loop.kept_counts(loop.period("month")).values["listen"] == 2


def test_a_large_one_shows_what_was_counted_and_when(
    monkeypatch: pytest.MonkeyPatch, signed_in: Callable[[Staff], Client]
) -> None:
    monkeypatch.setattr(snapshots, "LARGE", 1)
    make_feedback(), make_feedback()
    assert snapshots.take("loop", loop.questions()) == len(loop.PERIODS)
    make_feedback()
    counted = loop.kept_counts(loop.period("month"))
    assert (counted.values["listen"], counted.at is None) == (2, False)
    assert "Counted at" in signed_in(make_staff()).get("/").content.decode()


def test_figures_kept_are_the_figures_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LARGE", 1)
    make_feedback(), make_feedback()
    scopes = [Scope.of(name) for name in MONTHS]
    before = [reading.read(figure, scope) for figure in FIGURES.values() for scope in scopes]
    snapshots.take("figure", reading.questions())
    after = [reading.read(figure, scope) for figure in FIGURES.values() for scope in scopes]
    assert [(one.now, one.trend) for one in after] == [(one.now, one.trend) for one in before]
    assert all(one.at for one in after)


def test_an_old_count_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LARGE", 1)
    make_feedback(), make_feedback()
    snapshots.take("loop", loop.questions())
    Snapshot.objects.update(taken_at="2020-01-01T00:00:00Z")
    assert loop.kept_counts(loop.period("month")).at is None


def test_many_answers_to_surveys_are_much_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LARGE", 1)
    survey = make_survey("nps")
    make_survey_answer(survey, 9), make_survey_answer(survey, 3)
    assert snapshots.take("figure", reading.questions()) == len(FIGURES) * len(MONTHS)
    kept = reading.read(FIGURES["nps"], Scope.of("month"))
    assert (kept.at is None, kept.now.level) == (False, 0)
