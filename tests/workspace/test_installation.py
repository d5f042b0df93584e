"""What the owner sets holds at once; the operator's variables win; nothing is asked twice in a request."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings

from tests.makers import make_company
from wellheard.customers import commands as customers
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.sender import mail_from
from wellheard.workspace import commands
from wellheard.workspace.commands import StaleError, WorkspaceError
from wellheard.workspace.installation import business_seconds, forget, held_by_operator, installation
from wellheard.workspace.models import Vendor

pytestmark = pytest.mark.django_db


def change(**wanted: object) -> Vendor:
    version = Vendor.objects.get_or_create(pk=1)[0].version
    return commands.change_installation(version=version, **wanted)  # type: ignore[arg-type]


def test_what_nobody_set_follows_the_operators_settings(settings: LazySettings) -> None:
    settings.CURRENCY, settings.HOLD_MINUTES = "EUR", 45
    assert (installation().currency, installation().hold_minutes) == ("EUR", 45)


def test_what_the_owner_sets_holds_at_once() -> None:
    change(time_zone="Asia/Tokyo", currency="eur", hold_minutes=0, answer_within_hours=8, mail_from_name="Northwind")
    with clock.at(datetime(2026, 11, 22, 20, 0, tzinfo=UTC)):
        assert clock.today().isoformat() == "2026-11-23"
    now = installation()
    assert (now.currency, now.hold_minutes, now.answer_within_hours) == ("EUR", 0, 8)
    assert mail_from() == '"Northwind" <wellheard@localhost>'


def test_a_variable_that_is_set_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    change(currency="EUR")
    monkeypatch.setenv("WELLHEARD_CURRENCY", "USD")
    assert installation().currency == "USD"
    assert held_by_operator() == {"currency": "WELLHEARD_CURRENCY"}


def test_it_is_read_once(django_assert_num_queries: Callable[[int], object]) -> None:
    forget()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert [installation().currency for _ in range(50)] == ["USD"] * 50


def test_a_change_that_changes_nothing_leaves_no_trace() -> None:
    change(currency="EUR")
    before = Fact.objects.count()
    assert change(currency="EUR").version == Vendor.objects.get().version
    assert Fact.objects.count() == before


def test_the_ledger_knows_what_was_changed_but_not_to_what() -> None:
    change(mail_from_name="Northwind", time_zone="Asia/Tokyo")
    fact = Fact.objects.get(name="installation.changed")
    assert fact.details == {"columns": ["mail_from_name", "time_zone"]}


def test_two_editors_are_told_apart() -> None:
    change(currency="EUR")
    with pytest.raises(StaleError):
        commands.change_installation(version=1, currency="CHF")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Europe/Atlantis"),
        ("currency", "XYZ1"),
        ("business_hours", [["17:00", "09:00"], *[None] * 6]),
        ("holidays", ["Christmas"]),
        ("holidays", [f"2026-01-{day:02d}" for day in range(1, 29)] * 0 + [f"{1700 + n}-01-01" for n in range(401)]),
        ("hold_minutes", 10**6),
        ("mail_from_address", "nobody"),
        ("name", " \u200b"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, value: object) -> None:
    with pytest.raises(WorkspaceError) as refused:
        change(**{field: value})
    assert refused.value.field == field
    assert not Fact.objects.exists()


def test_business_seconds_follow_hours_and_holidays() -> None:
    change(business_hours=[["10:00", "12:00"], *[None] * 6], holidays=["2026-11-30"])
    monday, fortnight = datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 7, tzinfo=UTC)
    assert business_seconds(monday, fortnight) == 2 * 3600


def test_another_reporting_currency_counts_what_companies_pay_anew(run_jobs: Callable[[], None]) -> None:
    company = make_company(mrr=100)
    change(currency="EUR")
    run_jobs()
    company.refresh_from_db()
    assert company.mrr_minor == 0
    assert customers.settle_mrr() == 0
