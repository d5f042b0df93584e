"""The loop meter: every number is the length of the list behind it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.makers import make_area, make_category, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import record_solved, send_all
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback, record_decision
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.learn import loop
from wellheard.learn.queries import largest_crowd, solved_figure, who_waits
from wellheard.understand.commands import file_feedback

pytestmark = pytest.mark.django_db


def turn_the_loop(run_jobs: Callable[[], None], people: int = 3) -> None:
    """Let people ask, file all, decide, ship, tell all and let one say it is solved; one more only speaks."""
    staff, idea = make_staff(), make_idea()
    for _ in range(people):
        said = make_feedback(contact=make_contact())
        file_feedback(feedback_id=said.pk, area_id=make_area().pk, category_id=make_category().pk, by=staff)
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=staff)
    make_feedback(contact=make_contact())
    record_decision(idea_id=idea.pk, version=1, outcome="yes", reason="r", public_reason="p", by=staff)
    release = draft_release(title="R", notes="n", idea_ids=[idea.pk], by=staff)
    publish_release(release_id=release.pk)
    run_jobs()
    send_all(idea_id=idea.pk)
    run_jobs()
    record_solved(answer_id=Answer.objects.told().filter(idea=idea).latest("pk").pk, solved="yes")


def test_each_stage_counts_what_reached_it(run_jobs: Callable[[], None]) -> None:
    turn_the_loop(run_jobs)
    assert loop.counts(loop.period("month")) == {
        "listen": 4,
        "understand": 3,
        "decide": 3,
        "deliver": 3,
        "answer": 3,
        "learn": 1,
    }


def test_every_number_has_its_list(run_jobs: Callable[[], None]) -> None:
    turn_the_loop(run_jobs)
    within = loop.period("quarter")
    counts = loop.counts(within)
    assert {stage: loop.reached(stage, within).count() for stage in loop.STAGES} == counts


def test_months_begin_in_the_installations_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    # Still the last day of October in UTC, already November in Tokyo.
    with clock.at(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)):
        within = loop.period("month")
        assert within.begin == datetime(2026, 10, 31, 15, 0, tzinfo=UTC)
        assert loop.period("last").end == within.begin


@pytest.mark.parametrize("key", ["", "nonsense", "month"])
def test_an_unknown_period_is_this_month(key: str) -> None:
    assert loop.period(key).key == "month"


def test_who_waits_counts_people_once(run_jobs: Callable[[], None]) -> None:
    contact = make_contact()
    for _ in range(2):
        idea = make_idea()
        link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
        publish_release(release_id=draft_release(title="R", notes="n", idea_ids=[idea.pk], by=None).pk)
    run_jobs()
    waiting = who_waits()
    assert (waiting.people, waiting.answers) == (1, 2)
    assert largest_crowd() is None


def test_the_solved_figure_counts_partly_as_help(run_jobs: Callable[[], None]) -> None:
    turn_the_loop(run_jobs)
    told = Answer.objects.told().exclude(occasion="acknowledged").order_by("pk")
    record_solved(answer_id=told[0].pk, solved="no")
    record_solved(answer_id=told[1].pk, solved="partly")
    now = clock.now()
    figure = solved_figure(now - timedelta(days=1), now + timedelta(days=1))
    assert (figure.said, figure.helped) == (3, 2)
