"""What a file's own names mean: of its columns, tiers, categories and reasons."""

import pytest

from tests.listen.imports.conftest import Run
from tests.makers import make_category, make_company, make_tier
from wellheard.customers.models import Company, Contact
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db

TRAITS = """user.id,external_user.external_id,external_user.email_address,external_user.name,account.external_id
77,u-1,ada@work.example,Ada,c-1
"""


def test_companies_come_into_the_tiers_that_are_here_also_by_other_names(bring_in: Run) -> None:
    gold, silver = make_tier(name="Gold"), make_tier(name="Silver")
    rows = "id,name,Account tier\nA-1,Acme,VIP\nA-2,Birch,silver\nA-3,Cedar,Bronze\n"

    report = bring_in("companies", rows, values={"tier": {"vip": "Gold"}})

    acme, birch, cedar = Company.objects.order_by("external_id")
    assert (acme.tier, birch.tier, cedar.tier) == (gold, silver, None)
    assert cedar.attributes == {"tier": "Bronze"}
    assert "There is no tier “Bronze”" in "".join(report.notes)


def test_a_files_own_names_for_categories_are_translated(bring_in: Run) -> None:
    bug = make_category(key="bug-like", name="Fault")

    bring_in("feedback", "text,type\nIt breaks,Defect\n", values={"category": {"defect": "bug-like"}})

    assert Feedback.objects.get().category == bug


def test_a_files_reasons_become_ours_and_others_wait_in_triage(bring_in: Run) -> None:
    rows = "id,text,Not planned reason\n1,Thanks,Kudos\n2,Buy now,spam\n3,Fix it,Out of budget\n4,Faster,\n"

    report = bring_in("feedback", rows, values={"set_aside_reason": {"kudos": "thanks"}})

    thanks, spam, budget, faster = Feedback.objects.order_by("origin_key")
    assert [one.set_aside_reason for one in (thanks, spam, budget, faster)] == ["thanks", "spam", "", ""]
    assert set(Feedback.objects.unfiled()) == {budget, faster}
    assert budget.attributes == {"set_aside_reason": "Out of budget"}
    assert "“Out of budget” is none of our reasons" in "".join(report.notes)


def test_why_a_deal_was_lost_is_its_category(bring_in: Run) -> None:
    missing = make_category(key="missing", name="Missing function")

    bring_in("feedback", "comment,Lost Reason\nNo Gantt,No feature\n", values={"category": {"no feature": "missing"}})

    assert Feedback.objects.get().category == missing


@pytest.mark.parametrize(
    "rows",
    [
        "Email,Name,Created At\nada@work.example,Ada,2020-01-02 03:04:05\n",
        TRAITS,
    ],
    ids=["users", "traits"],
)
def test_people_of_uservoice_are_recognised(bring_in: Run, rows: str) -> None:
    acme = make_company(external_id="c-1")

    bring_in("contacts", rows)

    ada = Contact.objects.get()
    known = set(ada.identities.values_list("value", flat=True))
    assert (ada.name, known - {"u-1"}) == ("Ada", {"ada@work.example"})
    assert ("u-1" in known, acme in ada.companies.all()) == ("external" in rows, "external" in rows)
