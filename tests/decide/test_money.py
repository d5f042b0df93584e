"""What the companies that ask are worth: what they pay, what is at risk, what was lost, and whether one of them is most of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.customers.commands import recompute_mrr
from wellheard.customers.models import Company, Subscription
from wellheard.decide.commands import keep_ranks, link_feedback, set_importance, take_ranks
from wellheard.decide.counters import RENEWAL_DAYS
from wellheard.decide.models import Evidence, Idea, IdeaRank
from wellheard.decide.tasks import count_what_is_at_risk
from wellheard.foundation import clock
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db


def need(idea: Idea, company: Company, *, importance: int | None = None, **said: Any) -> None:
    feedback = make_feedback(contact=make_contact(company=company), **said)
    evidence = link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None).evidence
    if importance:
        set_importance(evidence_id=evidence.pk, importance=importance, set_by=Evidence.SetBy.CUSTOMER)


def money(idea: Idea) -> tuple[int, int, int, int]:
    idea.refresh_from_db()
    return idea.mrr_minor // 100, idea.risk_minor // 100, idea.lost_minor // 100, idea.largest_minor // 100


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def test_money_at_risk_is_what_is_blocked_before_a_renewal_or_in_danger_each_company_once() -> None:
    idea = make_idea()
    need(idea, make_company(mrr=1, renews_on=in_days(RENEWAL_DAYS)), importance=3)
    need(idea, make_company(mrr=2, renews_on=in_days(RENEWAL_DAYS + 1)), importance=3)
    need(idea, make_company(mrr=4, renews_on=in_days(5)), importance=2)
    need(idea, make_company(mrr=8, stage="at_risk", renews_on=in_days(5)), importance=3)
    need(idea, make_company(mrr=16, stage="at_risk"))
    need(idea, make_company(mrr=32, renews_on=in_days(-1)), importance=3)

    assert money(idea) == (63, 1 + 8 + 16, 0, 32)


def test_a_renewal_that_comes_near_with_time_counts_after_the_hourly_task() -> None:
    idea, company = make_idea(), make_company(mrr=7, renews_on=in_days(RENEWAL_DAYS + 1))
    need(idea, company, importance=3)
    assert money(idea)[1] == 0

    with clock.at(clock.now() + timedelta(days=1)):
        count_what_is_at_risk(timestamp=0)
    assert money(idea)[1] == 7

    with clock.at(clock.now() + timedelta(days=RENEWAL_DAYS + 60)):
        count_what_is_at_risk(timestamp=0)
    assert money(idea)[1] == 0


def test_lost_is_what_companies_paid_that_left_because_of_it(run_jobs: Callable[[], None]) -> None:
    idea = make_idea()
    left = make_company(mrr=50, stage="lost")
    need(idea, left, source=Feedback.Source.DEPARTURE)
    need(idea, make_company(mrr=20, stage="lost"))
    need(idea, make_company(mrr=10), source=Feedback.Source.LOST_DEAL)
    assert money(idea)[2] == 50

    Subscription.objects.filter(company=left).update(until=clock.today())
    recompute_mrr(company_ids=[left.pk])
    run_jobs()

    left.refresh_from_db()
    assert left.mrr_minor == 0
    assert money(idea)[2] == 50


def test_one_companys_wish_is_told_from_a_shared_one() -> None:
    alone, shared, equal = make_idea(), make_idea(), make_idea()
    need(alone, make_company(mrr=60))
    need(alone, make_company(mrr=50))
    for mrr in (40, 30, 20):
        need(shared, make_company(mrr=mrr))
    for _half in range(2):
        need(equal, make_company(mrr=10))

    for idea in (alone, shared, equal):
        idea.refresh_from_db()
    assert [idea.is_one_companys_wish for idea in (alone, shared, equal)] == [True, False, False]
    assert round(alone.largest_share, 2) == 0.55


def test_how_much_is_weighed_is_counted() -> None:
    idea = make_idea()
    need(idea, make_company(), importance=2)
    need(idea, make_company())

    idea.refresh_from_db()
    assert (idea.weighed_count, idea.need_count) == (1, 2)


def places(day: date) -> dict[int, int]:
    return dict(IdeaRank.objects.filter(taken_on=day).values_list("idea", "place"))


def earlier(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def test_the_ranking_of_an_earlier_day_counts_what_had_been_asked_by_then() -> None:
    old, new = make_idea(created_at=earlier(90)), make_idea(created_at=earlier(90))
    closed = make_idea(status=Idea.Status.SHIPPED, created_at=earlier(90))
    need(old, make_company(mrr=10), heard_at=earlier(60))
    need(new, make_company(mrr=99), heard_at=earlier(5))

    take_ranks(day=in_days(-30))
    take_ranks(day=in_days(0))

    assert places(in_days(-30)) == {old.pk: 1, new.pk: 2}
    assert places(in_days(0)) == {new.pk: 1, old.pk: 2}
    assert not IdeaRank.objects.filter(idea=closed).exists()


def test_the_ranking_is_noted_once_a_week_and_for_a_year() -> None:
    make_idea(created_at=earlier(90))
    for days in (0, 1, 6, 7, 8, 20):
        with clock.at(clock.now() + timedelta(days=days)):
            keep_ranks()
            keep_ranks()
    taken = sorted(set(IdeaRank.objects.values_list("taken_on", flat=True)))
    assert [(day - clock.today()).days for day in taken if day >= clock.today()] == [0, 7, 20]

    with clock.at(clock.now() + timedelta(days=500)):
        keep_ranks()
    assert not IdeaRank.objects.filter(taken_on__lte=in_days(20)).exists()
