"""A deal that its source deleted stays with a note and counts nowhere; it counts again when its source tells of it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.bi.test_tables import rows
from tests.deals.makers import MORNING, heard
from tests.learn.worlds import numbers_of, scope_of
from tests.makers import make_company, make_idea, make_staff
from tests.reports.worlds import data_of
from wellheard.decide.analyses.commands import edit_loss_rule
from wellheard.decide.analyses.models import Analysis
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Evidence
from wellheard.decide.queries.behind import evidence_of
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.reports.commands import make_report
from wellheard.listen.deals.commands import withdraw_deal
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.listing import Wanted, deals_wanted, totals_of
from wellheard.web.competitors.queries import missing_against, money_of, reasons_against, standings
from wellheard.web.deals.queries import deals_of
from wellheard.workspace.models import Competitor, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


def lost() -> Deal:
    company = make_company(external_id="c1", mrr=0)
    return heard(
        external_id="7",
        title="Greenfield",
        company_key=company.external_id,
        outcome="lost",
        industry="farming",
        competitor="Fieldly",
        missing=("Works offline",),
        closed_on=clock.today(),
        changed_at=MORNING,
    )


def withdraw() -> Deal:
    deal = withdraw_deal(source="hubspot", external_id="7")
    assert deal
    return deal


def test_it_counts_in_no_list_sum_or_competitor_and_again_when_it_is_told_again() -> None:
    deal = lost()
    assert deal.company
    whose = deal.company
    rival = Competitor.objects.get()

    def counted() -> tuple[object, ...]:
        totals, standing = totals_of(deals_wanted(Wanted())), standings()[0]
        against = (
            sum(one.lost_minor for one in money_of(rival)),
            len(reasons_against(rival)),
            len(missing_against(rival)),
        )
        return (
            totals.all,
            totals.lost,
            totals.withdrawn,
            standing.lost,
            against,
            deals_of(whose)[1],
            rows("deals", "id"),
        )

    before = counted()
    assert before == (1, 1, 0, 1, (120_000, 0, 1), 1, [deal.pk])
    withdraw()
    assert counted() == (0, 0, 1, 0, (0, 0, 0), 0, [])
    heard(external_id="7", changed_at=MORNING)
    assert counted() == before


def test_it_is_told_once_each_way_and_erases_nothing() -> None:
    lost()
    withdraw()
    version = withdraw().version
    deal = Deal.objects.get(external_id="7")
    assert (deal.version, deal.missing.count(), deal.outcome) == (version, 1, "lost_competitor")
    assert withdraw_deal(source="hubspot", external_id="nobody") is None
    by_hand = heard(source="by_hand", title="Without an id there")
    assert withdraw_deal(source="by_hand", external_id="") is None
    assert by_hand in Deal.objects.standing()
    heard(external_id="7", changed_at=MORNING)
    told = Fact.objects.filter(name__in=["deal.withdrawn", "deal.restored"]).order_by("pk")
    assert list(told.values_list("name", flat=True)) == ["deal.withdrawn", "deal.restored"]


def test_a_deletion_of_before_its_last_change_changes_nothing_and_older_news_does_not_bring_it_back() -> None:
    lost()
    withdraw_deal(source="hubspot", external_id="7", deleted_at=MORNING - timedelta(seconds=1))
    assert not Deal.objects.get().is_withdrawn
    withdraw_deal(source="hubspot", external_id="7", deleted_at=MORNING)
    heard(external_id="7", changed_at=MORNING - timedelta(days=1))
    assert Deal.objects.get().is_withdrawn


def test_its_money_leaves_the_idea_and_what_was_missing_stays_as_evidence(run_jobs: Run) -> None:
    deal, idea = lost(), make_idea()
    link_feedback(feedback_id=deal.missing.get().feedback_id, idea_id=idea.pk, by=None)
    run_jobs()
    idea.refresh_from_db()
    assert (idea.lost_deals_minor, idea.need_count) == (120_000, 1)
    withdraw()
    run_jobs()
    idea.refresh_from_db()
    assert (idea.lost_deals_minor, idea.need_count) == (0, 1)
    assert [vars(row)["of_withdrawn_deal"] for row in evidence_of(idea)] == [True]
    assert Evidence.objects.get().grade == Evidence.Grade.REVEALED
    heard(external_id="7", changed_at=MORNING)
    run_jobs()
    idea.refresh_from_db()
    assert idea.lost_deals_minor == 120_000


def test_it_is_looked_into_no_more_and_again_when_it_is_back(run_jobs: Run) -> None:
    make_staff(role=Role.PRODUCT)
    edit_loss_rule(version=1, industries=["farming"], working_days=5, lost_within_days=60)
    lost()
    run_jobs()
    assert Analysis.objects.get().is_open
    withdraw()
    run_jobs()
    assert Analysis.objects.get().state == Analysis.State.DROPPED
    heard(external_id="7", changed_at=MORNING)
    run_jobs()
    assert Analysis.objects.get().is_open


def test_figures_and_reports_leave_it_out() -> None:
    today = clock.today()
    scope = scope_of(today, today + timedelta(days=1))
    lost()
    heard(outcome="won", closed_on=today, amount=Decimal(5))
    assert numbers_of("win-rate", scope).rated == 2
    withdraw()
    assert numbers_of("win-rate", scope).rated == 1
    report = make_report(begins_on=today - timedelta(days=30), last_on=today, by=None)
    part = data_of(report, "leaving")
    assert (part["lost"], part["lost_minor"], part["won"]) == (0, 0, 1)


def test_its_page_says_so_and_the_list_keeps_it_apart(signed_in: Callable[[Staff], Client]) -> None:
    deal = lost()
    reader = signed_in(make_staff(role=Role.VIEWER))
    assert "Deleted" not in reader.get(reverse("deals")).content.decode()
    withdraw()
    page = reader.get(reverse("deal", args=[deal.pk])).content.decode()
    assert "It was deleted in hubspot" in page
    assert "Greenfield" not in reader.get(reverse("deals")).content.decode()
    assert "Greenfield" in reader.get(f"{reverse('deals')}?view=withdrawn").content.decode()
    said = reader.get(reverse("feedback", args=[deal.missing.get().feedback_id])).content.decode()
    assert "deleted at its source" in said
