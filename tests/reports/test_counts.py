"""A report asks the database as often for one row as for many; goals stand in it; its figures are those of their pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from tests.reports.worlds import a_quarter, at, data_of, days
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Decision
from wellheard.learn.figures import FIGURES, Scope, Stretch
from wellheard.learn.figures.reading import read
from wellheard.learn.goals import commands as goals
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.reports.freezing import build
from wellheard.learn.reports.models import Report
from wellheard.listen.departures.models import Departure
from wellheard.workspace.models import Competitor, Reason, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def draft(kind: str = "voice") -> Report:
    """A report that is built and not kept: its sections alone ask the database."""
    begins_on, last_on = days()
    return Report(kind=kind, begins_on=begins_on, last_on=last_on, currency="USD", made_at=at(0))


def more(number: int) -> None:
    """One more of everything a report lists: what was said and decided, who left and for whom, a goal."""
    company = make_company(name=f"More {number}", mrr=number, stage="active", industry=f"Trade {number}")
    idea = make_idea(f"Idea {number}", is_public=True)
    said = make_feedback(
        "We need it every single day.", contact=make_contact(company=company), heard_at=at(3), quotable="named"
    )
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    Decision.objects.create(
        idea=idea,
        outcome="yes",
        reason="They need it.",
        public_reason="Soon.",
        decided_by=make_staff(),
        decided_at=at(2),
    )
    Departure.objects.create(
        company=make_company(name=f"Gone {number}"),
        left_on=at(4).date(),
        reason=Reason.objects.create(kind="departure", key=f"more-{number}", name=f"Reason {number}", position=number),
        competitor=Competitor.objects.create(name=f"Rival {number}", added_at=at(9)),
        reported_by="staff",
        recorded_at=at(4),
    )
    made = goals.add_objective(
        draft=ObjectiveDraft(title=f"Goal {number}", begins_on=at(9).date(), last_on=at(-80).date()), by=None
    )
    result = ResultDraft(title=f"Result {number}", begins_at=0, aims_at=10, unit="talks", idea_ids=(idea.pk,))
    of = goals.add_key_result(objective_id=made.pk, draft=result)
    direct = Decision.objects.create(
        idea=make_idea(f"Direct {number}"), outcome="not_now", reason="r", public_reason="p", decided_at=at(5)
    )
    for decision in (direct, *Decision.objects.filter(idea=idea)):
        goals.bind_decision(decision=decision, result_ids=[of.pk])


@pytest.mark.parametrize("kind", ["voice", "briefing"])
def test_building_asks_as_often_for_one_row_as_for_twenty(kind: str) -> None:
    a_quarter()
    counts = []
    for numbers in (range(1, 2), range(2, 21)):
        for number in numbers:
            more(number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            build(draft(kind))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_goals_of_the_days_stand_in_the_loop_section_with_what_was_decided_for_them(signed_in: SignIn) -> None:
    a_quarter()
    more(1)
    begins_on, _last_on = days()
    goals.add_objective(
        draft=ObjectiveDraft(
            title="Long over", begins_on=begins_on - timedelta(days=90), last_on=begins_on - timedelta(days=1)
        ),
        by=None,
    )
    report = draft()
    report.save(force_insert=True)
    client = signed_in(make_staff(role=Role.PRODUCT))
    client.post(f"/reports/{report.pk}/rebuilding/", {"version": 1})
    (one,) = data_of(report, "loop")["goals"]
    assert (one["title"], one["progress"]) == ("Goal 1", None)
    assert [row["title"] for row in one["results"]] == ["Result 1"]
    assert sorted(row["title"] for row in one["results"][0]["decisions"]) == ["Direct 1", "Idea 1"]
    page = client.get(f"/reports/{report.pk}/").text
    assert f"/goals/results/{one['results'][0]['result']}/" in page
    assert "nothing is known yet" in page


def test_figures_of_a_report_are_those_of_their_pages_money_and_rates_included() -> None:
    world = a_quarter()
    Departure.objects.create(
        company=world.silent, left_on=at(6).date(), mrr_minor=200_000, reported_by="staff", recorded_at=at(6)
    )
    rows = {row["figure"]: row for row in build(draft())["loop"].data["figures"]}
    assert rows["mrr-lost"]["value"] == 200_000
    scope = Scope("custom", Stretch(world.begins_on, world.last_on + timedelta(days=1)))
    for key, row in rows.items():
        now = read(FIGURES[key], scope).now
        expected = now.value(FIGURES[key].kind)
        assert row["cases"] == now.cases, key
        assert row["value"] == (None if expected is None else pytest.approx(expected, abs=0.001)), key
