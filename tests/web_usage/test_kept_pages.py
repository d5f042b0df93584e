"""The settings of what is kept: rules, patterns with a trial, and for how long."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from wellheard.foundation import clock
from wellheard.listen.usage.models import Deletion, KeptFor, OwnPattern, Redaction
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
URL = "/settings/kept/"


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff())


def test_a_rule_is_switched_off_and_on(browser: Client) -> None:
    browser.post(URL + "rules/", {"version": "0", "on": ["emails", "cards", "secrets"]})
    assert Redaction.objects.get().switched_off == ["addresses"]

    browser.post(URL + "rules/", {"version": "1", "on": ["addresses", "emails", "cards", "secrets"]})
    assert Redaction.objects.get().switched_off == []


def test_of_two_who_switch_rules_the_second_is_told(browser: Client) -> None:
    browser.post(URL + "rules/", {"version": "0", "on": ["cards"]})

    browser.post(URL + "rules/", {"version": "0", "on": []})

    assert "cards" not in Redaction.objects.get().switched_off


def test_a_pattern_is_added_tried_and_removed(browser: Client) -> None:
    browser.post(URL, {"act": "add", "name": "Customers", "pattern": "CUST-[0-9]{6}"})
    row = OwnPattern.objects.get()

    page = browser.post(URL, {"act": "try", "tried": "CUST-123456 wrote from ada@acme.example"}).content.decode()
    assert "[redacted] wrote from [redacted]" in page

    browser.post(f"{URL}patterns/{row.pk}/removal/")
    browser.post(f"{URL}patterns/{row.pk}/removal/")
    assert not OwnPattern.objects.exists()


def test_a_pattern_that_could_run_away_is_refused_and_nothing_typed_is_lost(browser: Client) -> None:
    answer = browser.post(URL, {"act": "add", "name": "Bad", "pattern": "(a+)+$"})

    assert answer.status_code == 422
    assert "(a+)+$" in answer.content.decode()
    assert not OwnPattern.objects.exists()


def test_how_long_things_are_kept_is_changed(browser: Client) -> None:
    said = {"days-events": "90", "version-events": "0", "days-sums": "1095", "version-sums": "0"}
    browser.post(URL + "periods/", said)
    browser.post(URL + "periods/", said | {"days-events": "nonsense", "version-events": "1"})

    assert dict(KeptFor.objects.values_list("kind", "days")) == {"events": 90}


def test_what_was_deleted_is_listed(browser: Client) -> None:
    Deletion.objects.create(kind="events", before=clock.now(), count=1234, deleted_at=clock.now())
    Deletion.objects.create(kind="person", count=7, deleted_at=clock.now())

    page = browser.get(URL).content.decode()

    assert "1,234" in page
    assert "What an erased person did" in page


def test_only_whoever_edits_the_workspace_may(signed_in: Callable[[Staff], Client]) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))

    for path in ("", "rules/", "periods/", "patterns/1/removal/"):
        assert viewer.post(URL + path).status_code == 403
