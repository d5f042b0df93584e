"""What a report counts of its days: each section against a small world of which every number is known."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from tests.reports.worlds import Quarter, a_quarter, at, data_of, days
from tests.reviews.tables import agreed_table, decide, yes
from wellheard.decide.commands import link_feedback, record_decision
from wellheard.decide.models import Decision
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation import clock
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import VOICE, Within, decisions, requests, said_did
from wellheard.listen.deals.models import Deal
from wellheard.listen.departures.models import Departure
from wellheard.workspace.installation import remember
from wellheard.workspace.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


def draft() -> Report:
    begins_on, last_on = days()
    return make_report(begins_on=begins_on, last_on=last_on, by=None)


def test_an_empty_installation_has_an_empty_report() -> None:
    report = draft()

    assert set(report.sections.values_list("key", flat=True)) == set(VOICE)
    assert data_of(report, "requests")["rows"] == []
    assert report.points.count() == 6


def test_requests_stand_in_one_order_of_money_times_need(quarter: Quarter) -> None:
    rows = data_of(draft(), "requests")["rows"]

    assert [row["title"] for row in rows] == ["Work offline", "Raise the price"]
    offline = rows[0]
    assert (offline["said"], offline["companies"], offline["mrr_minor"]) == (2, 2, 100_000)
    assert (offline["largest_minor"], offline["cannot_work"], offline["rank_before"]) == (90_000, 1, None)


def test_a_request_of_before_keeps_its_earlier_rank(quarter: Quarter) -> None:
    earlier = make_feedback(contact=quarter.person, heard_at=at(40))
    link_feedback(feedback_id=earlier.pk, idea_id=quarter.internal.pk, by=None)

    ranks = {row["title"]: row["rank_before"] for row in data_of(draft(), "requests")["rows"]}
    assert ranks == {"Work offline": None, "Raise the price": 1}


def test_nobody_is_quoted_who_did_not_allow_it(quarter: Quarter) -> None:
    report = draft()

    quoted = {one.words: (one.name, one.company) for one in report.verbatims.all()}
    assert quoted == {
        "If one engineer calls in sick I drag forty jobs.": ("Ada Brightwell", "Brightwell Heating"),
        "Half our lifts are in basements without a signal.": ("", ""),
    }


def test_who_was_not_heard_is_counted_and_named_to_us(quarter: Quarter) -> None:
    part = data_of(draft(), "coverage")

    assert (part["companies"], part["heard"], part["silent"], part["silent_mrr_minor"]) == (3, 2, 1, 200_000)
    assert [row["name"] for row in part["silent_most"]] == ["Meridian Cold Chain"]
    tiers = [quarter.large.tier_id, quarter.small.tier_id]
    assert part["tiers"] == [
        {"tier": "Enterprise", "id": tiers[0], "heard": 1, "companies": 2},
        {"tier": "Starter", "id": tiers[1], "heard": 1, "companies": 1},
    ]


def test_who_joined_after_the_last_day_was_not_silent_in_it(quarter: Quarter) -> None:
    begins_on, _today = days()
    last_on = at(2).date()
    make_company(name="Joined later", stage="active", joined_on=at(1).date())
    make_company(name="Written down later", stage="active")
    make_company(name="Here for long, written down later", stage="active", joined_on=at(90).date(), mrr=1)
    make_company(name="Pays for long", stage="active", mrr=1)
    make_company(name="Stood here", stage="active", created_at=at(2))
    spoke = make_company(name="Spoke", stage="active")
    make_feedback(company=spoke, heard_at=at(40))
    heard = make_company(name="Spoke in these days", stage="active")
    make_feedback(company=heard, heard_at=at(4))

    part = data_of(make_report(begins_on=begins_on, last_on=last_on, by=None), "coverage")
    assert (part["companies"], part["heard"], part["silent"]) == (8, 3, 5)
    silent = {row["name"] for row in part["silent_most"]}
    assert silent == {
        "Meridian Cold Chain",
        "Here for long, written down later",
        "Pays for long",
        "Stood here",
        "Spoke",
    }


def test_outcomes_say_who_was_told_and_whether_it_helped(quarter: Quarter) -> None:
    rows = {row["title"]: row for row in data_of(draft(), "said_did")["rows"]}

    offline = rows["Work offline"]
    assert (offline["outcome"], offline["told"], offline["owed"], offline["helped"], offline["answered"]) == (
        "yes",
        1,
        0,
        1,
        1,
    )
    assert rows["Raise the price"]["outcome"] == "not_now"


def test_going_live_stands_above_the_decision_before_it(quarter: Quarter) -> None:
    release = Release.objects.create(title="8.3", notes="n", created_at=at(3), published_at=at(2))
    ReleasedIdea.objects.create(release=release, idea=quarter.offline)

    row = data_of(draft(), "said_did")["rows"][0]
    assert (row["title"], row["outcome"], row["release"]) == ("Work offline", "shipped", release.pk)


def test_deals_and_departures_each_have_their_own_money(quarter: Quarter) -> None:
    Departure.objects.create(
        company=quarter.silent, left_on=at(6).date(), mrr_minor=200_000, reported_by="staff", recorded_at=at(6)
    )
    lost = {"source": "import", "title": "Deal", "outcome": "lost_unknown", "day": at(7).date(), "created_at": at(7)}
    Deal.objects.create(reporting_minor=500_000, **lost)
    Deal.objects.create(reporting_minor=None, **lost)

    part = data_of(draft(), "leaving")
    assert (part["left"], part["left_minor"], part["left_unknown"]) == (1, 200_000, 0)
    assert (part["lost"], part["lost_minor"], part["lost_unknown"]) == (2, 500_000, 1)
    assert part["reasons"] == [{"reason": None, "name": "", "count": 1, "minor": 200_000}]


def test_what_only_one_tier_wants_is_said(quarter: Quarter) -> None:
    idea = make_idea("Single sign-on")
    for _ in range(3):
        said = make_feedback(
            contact=make_contact(company=make_company(tier=quarter.large.tier, stage="active")), heard_at=at(3)
        )
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)

    alone = data_of(draft(), "segments")["alone"]
    assert [(row["title"], row["by"], row["name"], row["companies"], row["of"]) for row in alone] == [
        ("Single sign-on", "tier", "Enterprise", 3, 3)
    ]


def test_what_a_meeting_put_off_stands_there_and_is_not_asked_for_again() -> None:
    made = agreed_table(2)
    later, asked = made.items()
    decide(made, later, yes(outcome="defer", defer_until=clock.today() + timedelta(days=40), expected=None))
    decide(made, asked, yes(outcome="need_evidence", question="Days or weeks?", owner=made.lead, expected=None))

    report = draft()
    rows = data_of(report, "decisions")["later"]
    assert [(row["title"], row["outcome"], row["question"]) for row in rows] == [
        ("Idea 1", "defer", ""),
        ("Idea 2", "need_evidence", "Days or weeks?"),
    ]
    assert rows[0]["until"] == (clock.today() + timedelta(days=40)).isoformat()
    assert "decide_idea" not in report.points.values_list("proposal__code", flat=True)


def test_what_was_put_off_and_decided_in_the_same_days_is_put_off_no_more() -> None:
    made = agreed_table(2)
    for item in made.items():
        decide(made, item, yes(outcome="need_evidence", question="Who?", owner=made.lead, expected=None))
    first, _second = made.ideas
    first.refresh_from_db()
    record_decision(
        idea_id=first.pk, version=first.version, outcome="yes", reason="Yes.", public_reason="Yes.", by=made.lead
    )

    assert [row["title"] for row in data_of(draft(), "decisions")["later"]] == ["Idea 2"]


def test_what_was_done_on_the_first_morning_of_a_quarter_bears_that_day_and_not_the_one_before() -> None:
    remember(Vendor(time_zone="Asia/Tokyo"), seconds=3600)
    morning = datetime(2026, 6, 30, 20, tzinfo=UTC)
    with clock.at(morning):
        idea = make_idea("Work offline", status="shipped", status_changed_at=morning)
        link_feedback(feedback_id=make_feedback(contact=make_contact(), heard_at=morning).pk, idea_id=idea.pk, by=None)
    made = {"reason": "Asked for", "decided_by": make_staff(), "decided_at": morning}
    Decision.objects.create(idea=idea, outcome="yes", **made)
    within = Within.of(date(2026, 7, 1), date(2026, 9, 30))

    assert decisions.build(within).data["rows"][0]["on"] == "2026-07-01"
    assert said_did.build(within).data["rows"][0]["on"] == "2026-07-01"
    assert requests.build(within).data["rows"][0]["status_since"] == "2026-07-01"


@pytest.mark.parametrize(
    ("begins_on", "last_on", "before"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 4, 1)),
        (date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1)),
        (date(2026, 2, 1), date(2026, 2, 28), date(2026, 1, 1)),
        (date(2026, 3, 10), date(2026, 3, 19), date(2026, 2, 28)),
    ],
)
def test_days_are_held_against_as_many_before_them(begins_on: date, last_on: date, before: date) -> None:
    within = Within.of(begins_on, last_on)

    assert within.before.begins_on == before
    assert within.before.ends_on == begins_on
    assert within.stretch.ends_on == last_on + timedelta(days=1)
