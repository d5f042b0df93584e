"""Tiers: what is promised to which companies."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_company, make_staff, make_tier
from wellheard.customers.models import Company
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.commands import InUseError, StaleError, add_tier, edit_tier, remove_tier
from wellheard.workspace.commands.tiers import Promise
from wellheard.workspace.models import Staff, Tier
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def browser(signed_in: SignIn) -> Client:
    """Return the browser of somebody who may edit tiers."""
    return signed_in(make_staff(role=Role.PRODUCT))


def sent(**changes: str) -> dict[str, str]:
    return {"name": "Gold", "touch": "high", "answer_within_hours": "4", "call_every_days": ""} | changes


def test_a_tier_is_added_with_its_promise_in_words(browser: Client) -> None:
    response = browser.post("/settings/tiers/", sent(call_every_days="30"), follow=True)

    tier = Tier.objects.get()
    assert (tier.name, tier.is_high_touch, tier.answer_within_hours, tier.call_every_days) == ("Gold", True, 4, 30)
    page = response.content.decode()
    for words in ("their owner speaks to them first", "within 4 business hours", "We call every 30 days"):
        assert words in page


def test_a_double_click_adds_one(browser: Client) -> None:
    browser.post("/settings/tiers/", sent())
    response = browser.post("/settings/tiers/", sent(name="GOLD"))

    assert response.status_code == 422
    assert "“GOLD” is there already" in response.content.decode()
    assert Tier.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " \u200b"}, "Write a name."),
        ({"touch": "none"}, "Choose one of the list"),
        ({"answer_within_hours": "0"}, "Write 1 or more"),
        ({"answer_within_hours": "soon"}, "whole number"),
        ({"call_every_days": "1001"}, "Write 1000 or less"),
    ],
)
def test_what_cannot_be_promised_is_said_and_nothing_is_lost(
    browser: Client, changes: dict[str, str], words: str
) -> None:
    response = browser.post("/settings/tiers/", sent(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Tier.objects.exists()


def test_tiers_stand_in_the_order_given(browser: Client) -> None:
    gold, free = add_tier(name="Gold", **_nothing()), add_tier(name="Free", **_nothing())
    browser.post(
        f"/settings/tiers/{free.pk}/", sent(name="Free", touch="self", version="1", position=str(gold.position - 1))
    )

    assert [tier.name for tier in Tier.objects.in_order()] == ["Free", "Gold"]


def test_whoever_saves_second_is_told_and_sees_both(browser: Client) -> None:
    gold = make_tier(name="Gold")
    edit_tier(tier_id=gold.pk, version=1, name="Platinum", position=0, **_nothing())

    response = browser.post(f"/settings/tiers/{gold.pk}/", sent(name="Golden", version="1", position="0"))
    page = response.content.decode()

    assert response.status_code == 422
    assert "Somebody else changed this" in page
    assert "Platinum" in page
    assert 'value="Golden"' in page
    with pytest.raises(StaleError):
        edit_tier(tier_id=gold.pk, version=1, name="Mine", position=0, **_nothing())


def test_saving_what_stands_already_records_nothing() -> None:
    gold = make_tier(name="Gold")

    edit_tier(tier_id=gold.pk, version=1, name=" Gold ", position=0, **_nothing())

    assert not Fact.objects.filter(name="tier.edited").exists()


def test_another_tier_takes_over_the_companies_of_one_that_goes(browser: Client) -> None:
    gold, silver = make_tier(name="Gold"), make_tier(name="Silver")
    company = make_company(tier=gold)
    with pytest.raises(InUseError, match="takes them over"):
        remove_tier(tier_id=gold.pk)
    assert browser.post(f"/settings/tiers/{gold.pk}/removal/", {}).status_code == 422

    browser.post(f"/settings/tiers/{gold.pk}/removal/", {"into": str(silver.pk)})

    assert Company.objects.get(pk=company.pk).tier == silver
    assert Fact.objects.get(name="tier.removed").details == {"into": silver.pk}
    assert browser.get(f"/settings/tiers/{gold.pk}/").status_code == 404


def test_who_may_not_edit_our_side_changes_no_promise(signed_in: SignIn) -> None:
    gold = make_tier(name="Gold")
    sales = signed_in(make_staff(role=Role.SALES))

    for url in ("/settings/tiers/", f"/settings/tiers/{gold.pk}/", f"/settings/tiers/{gold.pk}/removal/"):
        assert sales.post(url, sent()).status_code == 403
    assert Tier.objects.get() == gold


def _nothing() -> Promise:
    return {"touch": "self", "answer_within_hours": None, "call_every_days": None}
