"""A list of companies that says what they pay counts, until their subscriptions are known."""

from collections.abc import Callable

import pytest

from tests.listen.imports.conftest import Run
from wellheard.customers.models import Company, Subscription
from wellheard.listen.commands import begin_undo
from wellheard.listen.models import Import

pytestmark = pytest.mark.django_db

COMPANIES = """account id,name,mrr,currency,signup date
A-1,Acme,"1,200.50",USD,2024-03-01
A-2,Globex,0,,
A-3,Initech,,,
"""
SUBSCRIPTIONS = "account id,plan,from,amount\nA-1,Pro,2025-01-01,900\n"


def paid() -> dict[str, int]:
    return dict(Company.objects.order_by("external_id").values_list("external_id", "mrr_minor"))


def test_what_companies_are_said_to_pay_counts_once_however_often_the_file_comes(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)
    assert paid() == {"A-1": 120_050, "A-2": 0, "A-3": 0}
    bring_in("companies", COMPANIES)
    assert paid()["A-1"] == 120_050
    bring_in("companies", COMPANIES.replace("1,200.50", "1,300"))
    assert paid()["A-1"] == 130_000
    assert Subscription.objects.filter(company__external_id="A-1").count() == 1


def test_a_yearly_amount_is_divided_by_twelve(bring_in: Run) -> None:
    bring_in("companies", "name,annual revenue\nAcme,1200\n")
    assert Company.objects.get().mrr_minor == 10_000


def test_subscriptions_know_better_whichever_comes_first(bring_in: Run) -> None:
    bring_in("companies", COMPANIES)
    bring_in("subscriptions", SUBSCRIPTIONS)
    assert paid()["A-1"] == 90_000
    report = bring_in("companies", COMPANIES)
    assert paid()["A-1"] == 90_000
    assert "known from its subscriptions" in "".join(report.notes)


def test_taking_the_subscriptions_back_lets_the_stated_amount_count_again(
    bring_in: Run, run_jobs: Callable[[], None]
) -> None:
    bring_in("companies", COMPANIES)
    bring_in("subscriptions", SUBSCRIPTIONS)
    begin_undo(run_id=Import.objects.latest("pk").pk)
    run_jobs()
    assert paid()["A-1"] == 120_050


def test_taking_the_companies_back_leaves_nothing_they_were_said_to_pay(
    bring_in: Run, run_jobs: Callable[[], None]
) -> None:
    bring_in("companies", COMPANIES)
    begin_undo(run_id=Import.objects.get().pk)
    run_jobs()
    assert not Company.objects.exists()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [("A-9,Hooli,-5,USD,", "below zero"), ("A-9,Hooli,lots,USD,", "mrr"), ("A-9,Hooli,5,Euro,", "no currency")],
)
def test_an_amount_that_cannot_be_refuses_its_row_alone(bring_in: Run, row: str, reason: str) -> None:
    report = bring_in("companies", f"{COMPANIES}{row}\n")
    assert report.counts["new"] == 3
    assert reason in "".join(refusal.reason for refusal in report.refusals.shown)
