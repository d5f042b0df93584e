"""Why deals are won and lost and why companies leave: two levels, standard ones to begin with, changed by the vendor."""

import pytest
from django.utils import translation

from wellheard.workspace import commands
from wellheard.workspace.models import STANDARD_REASONS, Competitor, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_reasons() -> None:
    Reason.objects.all().delete()


def test_the_standard_reasons_are_added_once_on_two_levels() -> None:
    commands.add_standard_reasons()
    commands.add_standard_reasons()
    assert Reason.objects.count() == sum(len(reasons) for reasons in STANDARD_REASONS.values())
    budget = Reason.objects.get(kind="deal", key="budget")
    assert budget.parent is not None
    assert (budget.parent.key, budget.parent.parent) == ("price", None)
    assert Reason.objects.get(kind="departure", key="competitor").asks == Reason.Asks.COMPETITOR


def test_a_standard_reason_reads_in_the_viewers_language_until_it_is_renamed() -> None:
    commands.add_standard_reasons()
    reason = Reason.objects.get(kind="deal", key="price")
    with translation.override("zh-hans"):
        assert reason.label == "价格"
    reason = commands.edit_reason(
        reason_id=reason.pk, version=reason.version, name="Too dear", parent=None, asks="", position=3
    )
    with translation.override("zh-hans"):
        assert (reason.label, reason.key) == ("Too dear", "price")


def test_there_is_no_third_level_and_no_name_twice_in_one_place() -> None:
    price = commands.add_reason(kind="deal", name="Price")
    budget = commands.add_reason(kind="deal", name="Budget", parent=price)
    with pytest.raises(commands.WorkspaceError, match="first level"):
        commands.add_reason(kind="deal", name="Frozen", parent=budget)
    with pytest.raises(commands.WorkspaceError, match="first level"):
        commands.add_reason(kind="departure", name="Budget", parent=price)
    with pytest.raises(commands.WorkspaceError, match="stand below"):
        commands.edit_reason(
            reason_id=price.pk,
            version=price.version,
            name="Price",
            parent=commands.add_reason(kind="deal", name="Money"),
            asks="",
            position=0,
        )
    with pytest.raises(commands.NameTakenError):
        commands.add_reason(kind="deal", name="price")
    assert commands.add_reason(kind="deal", name="价格").key == "reason"
    assert commands.add_reason(kind="deal", name="预算").key == "reason-2"


def test_a_reason_is_retired_with_what_stands_below_it_and_stays_where_it_was_given() -> None:
    price = commands.add_reason(kind="deal", name="Price")
    commands.add_reason(kind="deal", name="Budget", parent=price)
    other = commands.add_reason(kind="deal", name="Other")
    commands.retire_reason(reason_id=price.pk)
    commands.retire_reason(reason_id=price.pk)
    assert list(Reason.objects.offered()) == [other]
    assert Reason.objects.count() == 3


def test_competitors_are_found_by_name_in_whatever_case_and_never_twice() -> None:
    acme = commands.add_competitor(name=" Acme \n Field ")
    assert (acme.name, commands.competitor_called("ACME FIELD")) == ("Acme Field", acme)
    assert commands.competitor_called(" ") is None
    assert commands.competitor_called("Bolt") == Competitor.objects.get(name="Bolt")
    with pytest.raises(commands.NameTakenError):
        commands.edit_competitor(competitor_id=acme.pk, version=acme.version, name="bolt", website="", note="")
    commands.remove_competitor(competitor_id=acme.pk)
    assert list(Competitor.objects.values_list("name", flat=True)) == ["Bolt"]
