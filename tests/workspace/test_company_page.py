"""The page about the company: what is set, what the operator holds, and what cannot be."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignIn = Callable[[Staff], Client]
PAGE = "/settings/company/"
FULL = {
    "name": "Northwind",
    "language": "lt",
    "languages": "lt, en",
    "time_zone": "Europe/Vilnius",
    "currency": "EUR",
    "answer_within_hours": 8,
    "hold_minutes": 15,
    "mail_from_name": "Northwind listens",
    "mail_from_address": "feedback@northwind.example",
    "begins_0": "08:00",
    "ends_0": "16:30",
    "holidays": "2026-12-25\n2026-12-26",
}


def sent(**fields: object) -> dict[str, object]:
    return {"version": Vendor.objects.get_or_create(pk=1)[0].version} | FULL | fields


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    """Return an admin's browser."""
    return signed_in(make_staff())


def test_everything_is_set_and_shown_again(admin: Client) -> None:
    assert admin.post(PAGE, sent()).status_code == 302
    now = installation()
    assert (now.vendor_name, now.language, now.languages, now.time_zone) == (
        "Northwind",
        "lt",
        ("lt", "en"),
        "Europe/Vilnius",
    )
    assert (now.currency, now.answer_within_hours, now.hold_minutes) == ("EUR", 8, 15)
    assert now.mail_from == '"Northwind listens" <feedback@northwind.example>'
    assert [bool(day) for day in now.business_hours.week] == [True] + [False] * 6
    page = admin.get(PAGE).content.decode()
    assert all(text in page for text in ("16:30", "2026-12-26", "lt, en", "Northwind listens"))


def test_what_the_operator_set_is_shown_and_stays(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLHEARD_CURRENCY", "USD")
    assert "WELLHEARD_CURRENCY" in admin.get(PAGE).content.decode()
    assert admin.post(PAGE, sent()).status_code == 302
    assert installation().currency == "USD"
    assert Vendor.objects.get().currency == ""


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"begins_0": "16:00", "ends_0": "08:00"}, "on the same day"),
        ({"ends_0": ""}, "Write both times"),
        ({"begins_0": "8"}, "such as 09:00"),
        ({"holidays": "Christmas"}, "is no day"),
        ({"currency": "ZZZ"}, "no such currency"),
        ({"languages": "lt, klingon"}, "klingon"),
        ({"time_zone": "Mars/Base"}, "Mars/Base"),
        ({"mail_from_address": "nobody"}, "whole mail address"),
        ({"name": ""}, "Write a name"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    admin: Client, fields: dict[str, str], said: str
) -> None:
    page = admin.post(PAGE, sent(**fields))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "feedback@northwind.example" in page.content.decode() or "mail_from_address" in fields
    assert installation().time_zone == "UTC"


def test_only_who_edits_the_workspace_comes_in(signed_in: SignIn) -> None:
    assert signed_in(make_staff(role=Role.SALES)).get(PAGE).status_code == 403
    assert signed_in(make_staff()).delete(PAGE).status_code == 405
