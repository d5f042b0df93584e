"""What a company that left pays counts until the end of what it paid for, everywhere alike, also before billing ends it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.departures.makers_departures import leave
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.commands import save_segment, save_subscription, settle_mrr
from wellheard.customers.models import Company, Subscription
from wellheard.customers.queries import segments_with_mrr
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.web.departures import links

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


JUNE, JULY, AUGUST = date(2026, 6, 10), date(2026, 7, 1), date(2026, 8, 20)


def pays(company: Company, from_on: date = date(2026, 1, 1), **fields: object) -> Subscription:
    values: dict[str, object] = {"external_id": f"s{company.pk}", "amount_minor": 30_000, "currency": "USD"}
    return save_subscription(company_id=company.pk, from_on=from_on, **values | fields)  # type: ignore[arg-type]


def worth(company: Company) -> int:
    company.refresh_from_db()
    return company.mrr_minor


def leaves_by_the_form(company: Company) -> None:
    token = links.token_for(contact=make_contact(company=company), company=company)
    assert Client().post(reverse("cancelling", args=[token]), {"step": "leave"}).status_code == 200


def test_who_left_by_the_form_counts_until_the_month_ends_that_it_paid_for(run_jobs: Run) -> None:
    company = make_company()
    pays(company)
    with clock.at(noon(JUNE)):
        leaves_by_the_form(company)
        run_jobs()
        assert worth(company) == 30_000
    with clock.at(noon(date(2026, 6, 30))):
        assert settle_mrr() == 0
    with clock.at(noon(JULY)):
        assert settle_mrr() == 1
        assert worth(company) == 0


def test_the_board_the_segment_and_the_page_of_the_company_say_the_same(client: Client, run_jobs: Run) -> None:
    company, idea = make_company(name="Acme"), make_idea()
    client.force_login(make_staff())
    shown: dict[date, tuple[int, int | None, bool]] = {}
    with clock.at(noon(JUNE)):
        pays(company)
        save_segment(name="Paying", rule={"field": "mrr", "op": ">", "value": 0})
        link_feedback(feedback_id=make_feedback(company=company).pk, idea_id=idea.pk, by=None)
        leaves_by_the_form(company)
        run_jobs()
    for day in (JUNE, JULY):
        with clock.at(noon(day)):
            settle_mrr()
            run_jobs()
            page = client.get(reverse("company", args=[company.pk])).text
            money = Idea.objects.get(pk=idea.pk).mrr_minor
            shown[day] = (
                money,
                getattr(segments_with_mrr().get(), "mrr_minor", None),
                "No subscription that can be counted" in page,
            )
            assert "they left: what they had paid for" in page
    assert shown == {JUNE: (30_000, 30_000, False), JULY: (0, 0, True)}


def test_a_contract_that_is_paid_for_longer_counts_until_it_renews(run_jobs: Run) -> None:
    company = make_company(renews_on=AUGUST)
    pays(company)
    with clock.at(noon(JUNE)):
        leave(company, JUNE, reported_by="staff", by=make_staff())
        run_jobs()
    assert Subscription.objects.get().lost_on == AUGUST
    assert Fact.objects.get(name="subscription.lost").details["until"] == "2026-08-20"


@pytest.mark.parametrize(
    ("from_on", "left_on", "until"),
    [
        (date(2026, 1, 31), date(2026, 2, 10), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (date(2025, 6, 10), JUNE, date(2026, 7, 10)),
        (date(2025, 12, 15), date(2026, 1, 3), date(2026, 1, 15)),
    ],
)
def test_the_paid_month_is_counted_from_the_day_it_began(from_on: date, left_on: date, until: date) -> None:
    company = make_company()
    pays(company, from_on)
    with clock.at(noon(left_on)):
        leave(company, left_on, reported_by="customer")
        for _ in range(2):
            commands.settle_notice(company_id=company.pk)
    assert Subscription.objects.get().lost_on == until
    assert Fact.objects.filter(name="subscription.lost").count() == 1


def test_the_end_that_billing_names_goes_first_whenever_it_names_it(run_jobs: Run) -> None:
    company = make_company()
    pays(company)
    with clock.at(noon(JUNE)):
        leaves_by_the_form(company)
        run_jobs()
        pays(company, until=AUGUST)
        run_jobs()
    with clock.at(noon(date(2026, 8, 19))):
        settle_mrr()
        assert worth(company) == 30_000
    with clock.at(noon(AUGUST)):
        settle_mrr()
        assert worth(company) == 0


def test_what_billing_sends_again_each_night_without_an_end_brings_no_money_back(run_jobs: Run) -> None:
    company = make_company()
    pays(company)
    with clock.at(noon(JUNE)):
        leaves_by_the_form(company)
        run_jobs()
    with clock.at(noon(AUGUST)):
        pays(company, until=None, amount_minor=31_000)
        run_jobs()
        settle_mrr()
        assert worth(company) == 0


def test_who_came_back_or_had_not_left_counts_on(run_jobs: Run) -> None:
    back, mistaken = make_company(), make_company()
    with clock.at(noon(AUGUST)):
        for company in (back, mistaken):
            pays(company)
        gone = [leave(company, JUNE, reported_by="staff") for company in (back, mistaken)]
        run_jobs()
        assert (worth(back), worth(mistaken)) == (0, 0)
        commands.record_return(departure_id=gone[0].pk, returned_on=AUGUST)
        commands.take_back_departure(departure_id=gone[1].pk)
        run_jobs()
    assert (worth(back), worth(mistaken)) == (30_000, 30_000)
    with clock.at(noon(AUGUST)):
        commands.take_back_return(departure_id=gone[0].pk)
        run_jobs()
    assert worth(back) == 0


def test_what_it_buys_later_counts_and_is_its_return(run_jobs: Run) -> None:
    company = make_company()
    pays(company)
    with clock.at(noon(AUGUST)):
        departure = leave(company, JUNE, reported_by="customer")
        run_jobs()
        pays(company, AUGUST, external_id="again", amount_minor=5_000)
        run_jobs()
        departure.refresh_from_db()
        assert departure.returned_on == AUGUST


@pytest.mark.parametrize("teller", ["billing", "import"])
def test_what_billing_or_an_import_tells_ends_no_money(teller: str, run_jobs: Run) -> None:
    company = make_company()
    pays(company)
    with clock.at(noon(AUGUST)):
        leave(company, JUNE, reported_by=teller)
        run_jobs()
    assert worth(company) == 30_000
    assert not Fact.objects.filter(name="subscription.lost").exists()
