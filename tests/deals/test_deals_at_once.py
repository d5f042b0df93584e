"""Two at the same moment: two tell of one deal, one decides while another tells, two look at one loss."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.deals.makers import MORNING, heard
from tests.makers import make_staff
from tests.meanwhile import ours_first
from wellheard.customers.models import Company
from wellheard.decide.analyses.commands import edit_loss_rule, judge_deal
from wellheard.decide.analyses.models import Analysis
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import (
    DealDraft,
    GivenReason,
    HeardDeal,
    add_company_said,
    hear_deals,
    note_reason,
    say_what_a_stage_means,
)
from wellheard.listen.deals.models import Deal, StageMeaning
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Competitor, Reason, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[[], None]


def test_two_who_tell_of_one_deal_come_one_after_the_other() -> None:
    newer, older = MORNING, MORNING - timedelta(hours=1)
    with ours_first(
        lambda: heard(external_id="7", title="Newer", outcome="won", changed_at=newer),
        lambda: heard(external_id="7", title="Older", outcome="open", changed_at=older),
    ):
        pass
    deal = Deal.objects.get()
    assert (deal.title, deal.outcome) == ("Newer", "won")
    assert Fact.objects.filter(name="deal.heard").count() == 1


def test_who_says_against_whom_it_went_takes_back_no_reason_that_is_noted_meanwhile(client: Client) -> None:
    add_standard_reasons()
    deal = heard(external_id="7", title="One", outcome="lost")
    reasons = Reason.objects.filter(kind=Reason.Kind.DEAL)
    price, timing = reasons.get(key="price"), reasons.get(key="timing")
    client.force_login(make_staff(role=Role.SALES))
    noted = GivenReason(price, "buyer", "Dear")
    address = reverse("deal_competitor", args=[deal.pk])
    with ours_first(
        lambda: note_reason(deal_id=deal.pk, given=noted), lambda: client.post(address, {"competitor": "Fieldly"})
    ) as answer:
        pass
    assert answer.result().status_code == 302
    more = {"reason": timing.pk, "said_by": "seller", "note": "Next year"}
    with ours_first(
        lambda: note_reason(deal_id=deal.pk, given=GivenReason(price, "seller")),
        lambda: client.post(reverse("deal_reason", args=[deal.pk]), more),
    ) as answer:
        pass
    assert answer.result().status_code == 302
    deal.refresh_from_db()
    assert deal.competitor
    assert deal.competitor.name == "Fieldly"
    assert set(deal.reasons.values_list("reason__key", "said_by", "by_program")) == {
        ("price", "buyer", True), ("price", "seller", True), ("timing", "seller", False),
    }  # fmt: skip


def test_two_who_tell_of_the_same_new_deals_make_each_once() -> None:
    drafts = [
        DealDraft(
            source="import", external_id=str(n), title=f"Deal {n}", stage=f"s{n % 3}", competitor=f"Rival {n % 2}"
        )
        for n in range(12)
    ]
    with ours_first(lambda: hear_deals(drafts=drafts), lambda: hear_deals(drafts=drafts[::-1])) as other:
        pass
    assert {one.news.value for one in other.result() if isinstance(one, HeardDeal)} == {"same"}
    assert (Deal.objects.count(), StageMeaning.objects.count(), Competitor.objects.count()) == (12, 3, 2)
    assert Fact.objects.filter(name="deal.heard").count() == 12


def test_one_that_somebody_else_tells_of_meanwhile_spoils_none_of_many() -> None:
    drafts = [DealDraft(source="import", external_id=str(n), title=f"Deal {n}") for n in range(6)]
    with ours_first(
        lambda: hear_deals(drafts=drafts[2:3]),
        lambda: hear_deals(drafts=drafts),
    ) as other:
        pass
    assert [one.news.value for one in other.result() if isinstance(one, HeardDeal)].count("new") == 5
    assert Deal.objects.count() == 6


def test_whoever_decides_about_a_stage_waits_for_a_deal_that_is_being_heard_in_it(run_jobs: Run) -> None:
    heard(external_id="1", stage="s1")
    meaning = StageMeaning.objects.get()
    with ours_first(
        lambda: heard(external_id="2", stage="s1"),
        lambda: say_what_a_stage_means(meaning_id=meaning.pk, outcome="won", by=None),
    ):
        pass
    run_jobs()
    assert set(Deal.objects.values_list("outcome", flat=True)) == {"won"}


def test_two_who_add_the_company_that_deals_name_add_it_once(run_jobs: Run) -> None:
    deal = heard(company_name="Birch")
    with ours_first(
        lambda: add_company_said(said="Birch", by=None), lambda: add_company_said(said="birch", by=None)
    ) as other:
        pass
    deal.refresh_from_db()
    assert other.result() is None
    assert deal.company == Company.objects.get()


def test_two_looks_at_one_loss_make_one_analysis(run_jobs: Run) -> None:
    make_staff(role=Role.PRODUCT)
    edit_loss_rule(version=1, industries=["Farming"], working_days=5, lost_within_days=60)
    deal = heard(outcome="lost", industry="Farming", missing=("Offline",))
    with ours_first(lambda: judge_deal(deal_id=deal.pk), lambda: judge_deal(deal_id=deal.pk)) as other:
        pass
    run_jobs()
    assert other.result() == Analysis.objects.get()
    assert Task.objects.count() == 1
