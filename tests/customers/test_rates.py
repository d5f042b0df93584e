"""Exchange rates: what is paid in another currency counts at the newest rate that is not later than today."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.makers import make_company, make_staff
from wellheard.customers.commands import (
    CustomerError,
    remove_rate,
    save_rate,
    save_rates,
    save_subscription,
    settle_mrr,
)
from wellheard.customers.models import Company, ExchangeRate
from wellheard.customers.queries import companies_with_stale_mrr
from wellheard.customers.rate_tables import MOST_QUOTES, Quote, read_rates
from wellheard.foundation import clock
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

ECB = """Date,USD,JPY,CHF,CYP,
2026-01-30,1.25,200,0.5,N/A,
2026-01-29,1.20,199,0.5,N/A,
"""


def pay(company: Company, amount_minor: int, currency: str) -> None:
    save_subscription(
        company_id=company.pk, amount_minor=amount_minor, currency=currency, from_on=clock.today() - timedelta(days=90)
    )


def mrr(company: Company) -> int:
    return Company.objects.get(pk=company.pk).mrr_minor


def test_every_currency_counts_at_its_newest_rate_that_is_not_later_than_today(run_jobs: Callable[[], None]) -> None:
    acme, today = make_company(mrr=100), clock.today()
    for amount, currency in ((10_000, "EUR"), (5_000, "JPY"), (77, "CHF")):
        pay(acme, amount, currency)
    assert mrr(acme) == 10_000

    for currency, days_ago, rate in (("EUR", 9, "1"), ("EUR", 2, "1.10"), ("EUR", -1, "9"), ("JPY", 2, "0.0064")):
        save_rate(currency=currency, on=today - timedelta(days=days_ago), rate=Decimal(rate))
    run_jobs()

    # 100 dollars, 100 euros at 1.10, 5,000 yen (which have no cents) at 0.0064; francs have no rate.
    assert mrr(acme) == 10_000 + 11_000 + 3_200


def test_a_day_that_passes_and_a_rate_that_goes_are_counted_too(run_jobs: Callable[[], None]) -> None:
    acme = make_company()
    pay(acme, 10_000, "EUR")
    save_rate(currency="EUR", on=clock.today(), rate=Decimal("1.5"))
    save_rate(currency="EUR", on=clock.today() + timedelta(days=1), rate=Decimal(2))
    run_jobs()
    with clock.at(clock.now() + timedelta(days=1)):
        settle_mrr()
    assert mrr(acme) == 20_000

    for rate in ExchangeRate.objects.all():
        remove_rate(rate_id=rate.pk)
        remove_rate(rate_id=rate.pk)
    run_jobs()
    assert mrr(acme) == 0


def test_many_companies_follow_a_rate_in_parts(run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wellheard.customers.reactions.AT_ONCE", 2)
    companies = [make_company() for _n in range(5)]
    for company in companies:
        pay(company, 333, "EUR")
    save_rate(currency="EUR", on=clock.today(), rate=Decimal("1.5"))
    run_jobs()
    # Half a cent is rounded up, and what was counted is not found stale again.
    assert {mrr(company) for company in companies} == {500}
    assert companies_with_stale_mrr() == []


def test_the_same_rates_again_are_no_news() -> None:
    quotes = read_rates("EUR, 2026-01-31, 1.08", into="USD")
    assert (save_rates(quotes=quotes), save_rates(quotes=quotes)) == (1, 0)
    assert save_rate(currency="eur", on=date(2026, 1, 31), rate=Decimal("1.09")) == 1
    assert ExchangeRate.objects.get().rate == Decimal("1.09")


def test_the_table_of_the_european_central_bank_is_read_as_it_is() -> None:
    quotes = {(one.currency, one.on.day): one.rate for one in read_rates(ECB, into="USD")}
    assert quotes == {
        ("EUR", 30): Decimal("1.25"),
        ("JPY", 30): Decimal("0.00625"),
        ("CHF", 30): Decimal("2.5"),
        ("EUR", 29): Decimal("1.2"),
        ("JPY", 29): Decimal("0.006030150754"),
        ("CHF", 29): Decimal("2.4"),
    }
    daily = read_rates("Date, USD, JPY, \n30 January 2026, 1.25, 200, \n", into="EUR")
    assert daily == [
        Quote("USD", date(2026, 1, 30), Decimal("0.8")),
        Quote("JPY", date(2026, 1, 30), Decimal("0.005")),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "EUR,2026-01-31,1.08\nGBP,2026-01-31,1.27",
        "EUR;31.01.2026;1,08\nGBP;31.01.2026;1,27",
        "\ufeffDay\tRate\tCurrency\n2026-01-31\t1.08\teur\n2026-01-31\t1.27\tgbp\n",
    ],
)
def test_rates_stand_one_a_line_in_any_usual_shape(table: str) -> None:
    day = date(2026, 1, 31)
    assert read_rates(table, into="USD") == [Quote("EUR", day, Decimal("1.08")), Quote("GBP", day, Decimal("1.27"))]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (" \n", "empty"),
        ("EUR", "Line 1"),
        ("EUR,2026-01-31,1\nGBP,yesterday,1", "Line 2: “yesterday”"),
        ("EUR,2026-01-31,0", "no rate"),
        ("EUR,2026-01-31,-1", "no rate"),
        ("EUR,2026-01-31,NaN", "no rate"),
        ("EUR,2026-01-31,1e99", "above 0 and below"),
        ("EUR,2026-01-31,1e-99", "above 0 and below"),
        ("Euro,2026-01-31,1", "three letters"),
        ("USD,2026-01-31,1", "report in"),
    ],
)
def test_what_is_no_rate_is_refused_with_its_line(table: str, sentence: str) -> None:
    with pytest.raises(CustomerError, match=sentence):
        read_rates(table, into="USD")


def test_too_many_rates_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_QUOTES > 42 * 365 * 30
    monkeypatch.setattr("wellheard.customers.rate_tables.MOST_QUOTES", 1)
    with pytest.raises(CustomerError, match="by parts"):
        read_rates("EUR,2026-01-31,1\nEUR,2026-02-01,1", into="USD")


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_names_what_does_not_count(client: Client) -> None:
    client.force_login(make_staff(role=Role.PRODUCT))
    assert "Everybody pays in USD" in client.get("/settings/rates/").content.decode()
    acme = make_company()
    pay(acme, 100_00, "EUR")
    assert "What is paid in EUR does not count yet" in client.get("/settings/rates/").content.decode()
    assert "there is no dated rate" in client.get(f"/companies/{acme.pk}/").content.decode()

    added = client.post("/settings/rates/", {"currency": "eur", "rate": "1.10", "on": clock.today().isoformat()})

    assert added.status_code == 302
    assert "Every subscription counts" in client.get("/settings/rates/").content.decode()
    assert "1 EUR counts as 1.1 USD" in client.get(f"/companies/{acme.pk}/").content.decode()
    client.post(f"/settings/rates/{ExchangeRate.objects.get().pk}/removal/")
    assert not ExchangeRate.objects.exists()


def test_a_pasted_table_is_kept_whole_or_not_at_all(client: Client) -> None:
    client.force_login(make_staff())
    refused = client.post("/settings/rates/table/", {"table": f"{ECB}2026-01-28,x,1,1,1,\n"})
    assert (refused.status_code, ExchangeRate.objects.count()) == (422, 0)
    assert "Line 4: “x” is no rate" in refused.content.decode()
    assert "2026-01-29,1.20" in refused.content.decode()

    client.post("/settings/rates/table/", {"table": ECB})
    assert ExchangeRate.objects.count() == 6


def test_bad_input_gets_a_sentence(client: Client) -> None:
    client.force_login(make_staff())
    for said in (
        {"currency": ""},
        {"currency": "USD", "rate": "1", "on": "2026-01-01"},
        {"currency": "E1", "rate": "x", "on": "?"},
    ):
        assert client.post("/settings/rates/", said).status_code == 422
    assert client.post("/settings/rates/table/", {"table": ""}).status_code == 422


def test_only_who_may_edit_the_workspace_sees_rates(client: Client) -> None:
    client.force_login(make_staff(role=Role.AGENT))
    assert client.get("/settings/rates/").status_code == 403
    assert client.post("/settings/rates/table/", {"table": ECB}).status_code == 403
    client.force_login(make_staff())
    assert client.get("/settings/rates/table/").status_code == 405
    assert client.get("/settings/rates/1/removal/").status_code == 405


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_number_of_questions(
    client: Client, django_assert_max_num_queries: Callable[..., object], rows: int
) -> None:
    client.force_login(make_staff())
    for days in range(rows):
        save_rate(currency="EUR", on=clock.today() - timedelta(days=days), rate=Decimal(1))
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        client.get("/settings/rates/")
