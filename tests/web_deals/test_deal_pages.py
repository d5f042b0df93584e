"""The pages of deals: listed, looked at, written down, decided about; and what their words mean."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.deals.makers import heard
from tests.makers import make_company, make_staff
from wellheard.customers.models import Company
from wellheard.decide.analyses.models import LossRule
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import SaidReason, say_what_a_stage_means
from wellheard.listen.deals.models import Deal, ReasonMeaning, StageMeaning
from wellheard.listen.deals.queries import listing
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import add_competitor, add_standard_reasons
from wellheard.workspace.models import Reason, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Staff], Client]
Run = Callable[[], None]


@pytest.fixture(autouse=True)
def _reasons() -> None:
    add_standard_reasons()


@pytest.fixture
def sales(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(name="Sam Seller", role=Role.SALES))


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(role=Role.ADMIN))


@pytest.fixture
def reader(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def _titles(browser: Client, query: str = "") -> list[str]:
    response = browser.get(f"{reverse('deals')}?{query}")
    assert response.status_code == 200
    return [row.deal.title for row in response.context["page"].items]


def test_deals_are_narrowed_by_end_reason_competitor_industry_and_words(reader: Client) -> None:
    rival = add_competitor(name="Fieldly")
    acme = make_company(name="Acme")
    heard(title="A", company_name="Acme", outcome="won", industry="Farming", closed_on=date(2026, 3, 3))
    heard(title="B", outcome="lost", competitor="Fieldly", reasons=(SaidReason("budget"),), closed_on=date(2026, 3, 2))
    heard(title="C", outcome="open", opened_on=date(2026, 3, 1))
    budget = Reason.objects.get(kind="deal", key="budget")
    assert budget.parent_id
    assert _titles(reader) == ["A", "B", "C"]
    assert _titles(reader, "view=lost") == ["B"]
    assert _titles(reader, "outcome=lost_competitor") == ["B"]
    assert _titles(reader, f"reason={budget.parent_id}") == ["B"]
    assert _titles(reader, f"competitor={rival.pk}") == ["B"]
    assert _titles(reader, "industry=Farming") == ["A"]
    assert _titles(reader, f"q={acme.name}") == ["A"]
    assert _titles(reader, "view=to_decide") == ["B", "C"]
    assert _titles(reader, "view=nonsense&after=nonsense&reason=nonsense") == ["A", "B", "C"]


def test_money_without_a_rate_is_said_and_never_counted_as_nothing(reader: Client) -> None:
    heard(title="A", outcome="won", amount=Decimal(100))
    heard(title="B", outcome="won", amount=Decimal(100), currency="JPY")
    page = reader.get(reverse("deals")).content.decode()
    assert "Won: $100" in page
    assert "no rate" in page
    assert "One deal is in neither sum" in page


def test_the_list_asks_as_often_for_one_deal_as_for_twenty(
    reader: Client, queries_of: Callable[[Client, str], int]
) -> None:
    def make(number: int) -> None:
        heard(
            outcome="lost", company_name=make_company(name=f"Company {number}").name, competitor=f"Rival {number}",
            reasons=(SaidReason("Price"), SaidReason(f"Word {number}")), owner="Sam",
        )  # fmt: skip

    make(0)
    queries_of(reader, reverse("deals"))
    one = queries_of(reader, reverse("deals"))
    for number in range(1, 20):
        make(number)
    assert queries_of(reader, reverse("deals")) == one


def test_a_long_list_goes_on(reader: Client) -> None:
    for number in range(51):
        heard(title=f"Deal {number:02}", outcome="open", opened_on=date(2026, 1, 1))
    first = reader.get(reverse("deals")).context["page"]
    assert (len(first.items), len(_titles(reader, f"after={first.next}"))) == (50, 1)


def test_of_a_word_in_nearly_every_name_the_newest_are_counted_and_all_are_listed(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST", 2)
    for number in range(3):
        heard(title=f"Rollout {number}", outcome="won")
    page = reader.get("/deals/?q=rollout").content.decode()
    assert "Counted over the newest 2; more words count all that fit." in page
    assert "2+ won" in page
    assert len(_titles(reader, "q=rollout")) == 3
    assert "Counted over" not in reader.get("/deals/?q=1").content.decode()
    assert "Counted over" not in reader.get("/deals/").content.decode()


def test_a_deal_is_written_down_once_however_often_it_is_sent(sales: Client) -> None:
    acme = make_company(name="Acme")
    price = Reason.objects.get(kind="deal", key="price")
    typed = {
        "key": str(uuid4()), "title": "Greenfield", "company_name": "acme", "outcome": "lost_unknown", "amount": "1200.50",
        "currency": "eur", "reason": price.pk, "said_by": "buyer", "competitor": "Fieldly", "missing": "A map\n\nOffline\n",
    }  # fmt: skip
    for _click in range(2):
        answer = sales.post(reverse("deal_new"), typed)
    deal = Deal.objects.get()
    assert answer["Location"] == reverse("deal", args=[deal.pk])
    assert (deal.company, deal.amount_minor, deal.currency, deal.outcome) == (acme, 120050, "EUR", "lost_competitor")
    assert [(one.reason, one.said_by) for one in deal.reasons.all()] == [(price, "buyer")]
    assert Feedback.objects.filter(origin="deals", company=acme).count() == 2
    page = sales.get(answer["Location"]).content.decode()
    assert "A map" in page
    assert "The buyer" in page


def test_what_cannot_be_kept_stands_at_its_field(sales: Client) -> None:
    typed = {"key": str(uuid4()), "title": "A", "outcome": "won", "amount": "5", "currency": "XQX", "said_by": "seller"}
    answer = sales.post(reverse("deal_new"), typed)
    assert answer.status_code == 422
    assert "is no currency" in answer.content.decode()
    assert not Deal.objects.exists()


def test_who_may_only_read_changes_nothing(reader: Client, client: Client) -> None:
    deal = heard(company_name="ACME Tool GmbH")
    make_company(name="Acme Tools Ltd.")
    page = reader.get(reverse("deal", args=[deal.pk]))
    assert page.status_code == 200
    assert "It is theirs" not in page.content.decode()
    for name in ("deal_company", "deal_outcome", "deal_reason", "deal_competitor", "deal_missing"):
        assert reader.post(reverse(name, args=[deal.pk])).status_code == 403
        assert reader.get(reverse(name, args=[deal.pk])).status_code == 405
    assert reader.get(reverse("deal_new")).status_code == 403
    assert reader.get(reverse("settings_deals")).status_code == 403
    assert client.get(reverse("deals")).status_code == 302
    assert reader.get(reverse("deal", args=[987654])).status_code == 404


def test_a_suggested_company_is_confirmed_and_another_is_found_by_its_name(sales: Client) -> None:
    acme, other = make_company(name="Acme Tools Ltd."), make_company(name="Zebra Works")
    deal = heard(company_name="ACME Tool GmbH", missing=("Offline",))
    address = reverse("deal", args=[deal.pk])
    assert "Acme Tools Ltd." in sales.get(address).content.decode()
    sales.post(reverse("deal_company", args=[deal.pk]), {"company": acme.pk})
    deal.refresh_from_db()
    assert deal.company == acme
    said = sales.post(reverse("deal_company", args=[deal.pk]), {"name": "Nobody"}, follow=True).content.decode()
    assert "whole name of one company" in said
    sales.post(reverse("deal_company", args=[deal.pk]), {"name": "zebra works"})
    deal.refresh_from_db()
    assert deal.company == other
    assert Feedback.objects.get(origin="deals").company == other


def test_end_reasons_competitor_and_what_was_missing_are_said_on_the_page(sales: Client) -> None:
    deal = heard(outcome="open")
    price = Reason.objects.get(kind="deal", key="price")
    sales.post(reverse("deal_outcome", args=[deal.pk]), {"outcome": "lost_unknown", "closed_on": "2026-03-01"})
    sales.post(reverse("deal_reason", args=[deal.pk]), {"reason": price.pk, "said_by": "buyer", "note": "Too dear"})
    sales.post(reverse("deal_reason", args=[deal.pk]), {"reason": price.pk, "said_by": "seller"})
    sales.post(reverse("deal_competitor", args=[deal.pk]), {"competitor": "Fieldly"})
    sales.post(reverse("deal_missing", args=[deal.pk]), {"words": "A map"})
    deal.refresh_from_db()
    assert (deal.outcome, deal.closed_on, str(deal.competitor)) == ("lost_unknown", date(2026, 3, 1), "Fieldly")
    assert sorted(deal.reasons.values_list("said_by", "said")) == [("buyer", "Too dear"), ("seller", "")]
    given = deal.reasons.get(said_by="seller")
    sales.post(reverse("deal_reason_removing", args=[deal.pk, given.pk]))
    assert deal.reasons.get().said_by == "buyer"
    assert deal.missing.get().feedback.words == "A map"


def test_what_was_typed_on_the_page_of_a_deal_stays_beside_what_is_wrong(sales: Client) -> None:
    deal = heard(title="Forty seats", outcome="open")

    refused = sales.post(reverse("deal_reason", args=[deal.pk]), {"said_by": "buyer", "note": "Too dear for us"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Choose a reason." in page
    assert "Too dear for us" in page
    assert "Forty seats" in page

    nobody = sales.post(reverse("deal_company", args=[deal.pk]), {"name": "Nobody Ltd"})
    assert nobody.status_code == 422
    assert "Write the whole name of one company" in nobody.content.decode()
    assert "Nobody Ltd" in nobody.content.decode()

    early = sales.post(reverse("deal_outcome", args=[deal.pk]), {"outcome": "won", "closed_on": "next week"})
    assert early.status_code == 422
    assert not deal.reasons.exists()
    deal.refresh_from_db()
    assert deal.outcome == "open"


def test_two_who_edit_a_deal_do_not_overwrite_each_other(sales: Client) -> None:
    deal = heard(title="Old", amount=Decimal(5))
    typed = {"title": "New", "amount": "7", "currency": "USD", "version": deal.version}
    assert sales.post(reverse("deal_edit", args=[deal.pk]), typed).status_code == 302
    second = sales.post(reverse("deal_edit", args=[deal.pk]), typed | {"title": "Newer"})
    assert second.status_code == 422
    assert "Somebody else changed this" in second.content.decode()
    deal.refresh_from_db()
    assert (deal.title, deal.amount_minor) == ("New", 700)


def test_stages_and_words_are_decided_in_the_settings(admin: Client, run_jobs: Run) -> None:
    deal = heard(stage="s9", stage_name="Verloren", reasons=(SaidReason("zu teuer"),))
    page = admin.get(reverse("settings_deals")).content.decode()
    assert "Verloren" in page
    assert "zu teuer" in page
    assert "2 stages and reasons wait" in admin.get(reverse("deals")).content.decode()
    stage, word = StageMeaning.objects.get(), ReasonMeaning.objects.get()
    price = Reason.objects.get(kind="deal", key="price")
    admin.post(reverse("stage_meaning", args=[stage.pk]), {"outcome": "nonsense"})
    admin.post(reverse("stage_meaning", args=[stage.pk]), {"outcome": "lost_unknown"})
    admin.post(reverse("reason_meaning", args=[word.pk]), {"reason": price.pk})
    run_jobs()
    deal.refresh_from_db()
    assert (deal.outcome, deal.reasons.get().reason) == ("lost_unknown", price)


def test_words_nobody_looked_at_stay_undecided_until_somebody_says_that_they_say_nothing(admin: Client) -> None:
    heard(reasons=(SaidReason("siehe Notiz"),))
    word = ReasonMeaning.objects.get()
    page = admin.get(reverse("settings_deals")).content.decode()
    assert '<option value="">Not decided yet</option>' in page

    admin.post(reverse("reason_meaning", args=[word.pk]), {"reason": "", "competitor": ""})
    assert ReasonMeaning.objects.undecided().get() == word
    assert "Nothing was decided about “siehe Notiz”." in admin.get(reverse("settings_deals")).content.decode()

    admin.post(reverse("reason_meaning", args=[word.pk]), {"reason": "nothing", "competitor": ""})
    word.refresh_from_db()
    assert (word.decided_at is None, word.reason) == (False, None)
    decided = admin.get(reverse("settings_deals")).content.decode()
    assert "Not decided yet" not in decided
    assert '<option value="nothing" selected>' in decided


def test_the_settings_ask_as_often_for_one_stage_as_for_twenty(
    admin: Client, queries_of: Callable[[Client, str], int]
) -> None:
    def make(number: int) -> None:
        heard(stage=f"s{number}", competitor=f"Rival {number}", reasons=(SaidReason(f"Word {number}"),))

    make(0)
    say_what_a_stage_means(meaning_id=StageMeaning.objects.get().pk, outcome="won", by=None)
    queries_of(admin, reverse("settings_deals"))
    one = queries_of(admin, reverse("settings_deals"))
    for number in range(1, 20):
        make(number)
    assert queries_of(admin, reverse("settings_deals")) == one


def test_target_industries_are_set_by_whoever_edits_the_workspace(admin: Client) -> None:
    address = reverse("settings_deals")
    typed = {"version": 1, "industries": "Farming\nMining", "working_days": 3, "lost_within_days": 30}
    assert admin.post(address, typed).status_code == 302
    assert LossRule.objects.get().industries == ["Farming", "Mining"]
    assert admin.post(address, typed | {"industries": ""}).status_code == 422
    assert admin.post(address, typed | {"version": 2, "working_days": 0}).status_code == 422
    assert Fact.objects.filter(name="loss_rule.edited").count() == 1


def test_reasons_of_both_kinds_are_added_mended_and_offered_no_longer(admin: Client) -> None:
    address = reverse("settings_reasons")
    price = Reason.objects.get(kind="departure", key="price")
    admin.post(f"{address}?kind=departure", {"name": "Frozen", "parent": price.pk, "asks": ""})
    frozen = Reason.objects.get(kind="departure", name="Frozen")
    assert frozen.parent == price
    assert "Frozen" in admin.get(f"{address}?kind=departure").content.decode()
    assert "Frozen" not in admin.get(address).content.decode()
    one = reverse("settings_reason", args=[frozen.pk])
    typed = {"name": "Frozen budget", "parent": "", "asks": "idea", "position": 3, "version": frozen.version}
    assert admin.post(one, typed).status_code == 302
    assert admin.post(one, typed).status_code == 422
    assert admin.post(f"{address}?kind=departure", {"name": "Frozen budget"}).status_code == 422
    admin.post(reverse("reason_retiring", args=[frozen.pk]))
    assert "Frozen" not in admin.get(f"{address}?kind=departure").content.decode().split("</main>")[0].split('"rows')[1]


def test_a_company_shows_its_deals(reader: Client) -> None:
    acme = make_company(name="Acme")
    heard(title="Greenfield", company_name="Acme", outcome="won")
    assert "Greenfield" in reader.get(reverse("company", args=[acme.pk])).content.decode()


def test_one_decision_places_all_deals_that_say_the_same(sales: Client, reader: Client) -> None:
    acme = make_company(name="Acme Tools Ltd.")
    for number, said in enumerate(("ACME Tool GmbH", "Acme Tool GmbH", "Birch", "Birch", "Cedar")):
        heard(title=f"Deal {number}", company_name=said, missing=("Maps",) if number == 1 else ())
    heard(title="Nobody's")
    page = sales.get(reverse("deals_unplaced")).content.decode()
    assert "3 names are no company here" in page
    assert f'<option value="{acme.pk}">Acme Tools Ltd.</option>' in page
    shown = sales.get(reverse("deal", args=[Deal.objects.get(title="Deal 0").pk])).content.decode()
    assert "2 deals say “ACME Tool GmbH”: say whose all of them are" in shown
    assert "2 deals" in sales.get(reverse("deals_unplaced"), {"said": "acme tool gmbh"}).content.decode()
    assert reverse("deals_unplaced") in sales.get(reverse("deals"), {"view": "to_decide"}).content.decode()

    form = {
        "said-0": "ACME Tool GmbH", "company-0": str(acme.pk), "said-1": "Birch", "company-1": "new",
        "said-2": "Cedar", "company-2": "",
    }  # fmt: skip
    told = sales.post(reverse("deals_unplaced"), form, follow=True).content.decode()
    assert "2 deals are Acme Tools Ltd.’s now." in told
    assert "One name is no company here" in told
    named = Deal.objects.order_by("title").values_list("company__name", flat=True)
    assert list(named) == ["Acme Tools Ltd.", "Acme Tools Ltd.", "Birch", "Birch", None, None]
    assert set(Deal.objects.filter(company=acme).values_list("company_by", flat=True)) == {"person"}
    assert Feedback.objects.get().company == acme
    assert Fact.objects.filter(name="deal.placed").count() == 4
    sales.post(reverse("deals_unplaced"), {**form, "only": "0"})
    assert Fact.objects.filter(name="deal.placed").count() == 4

    assert reader.get(reverse("deals_unplaced")).status_code == 403
    assert reader.post(reverse("deals_unplaced"), form).status_code == 403
    assert "Choose a company" in sales.post(reverse("deals_unplaced"), {"only": "x"}, follow=True).content.decode()


def test_a_second_click_adds_no_second_company(sales: Client) -> None:
    heard(company_name="Birch")
    form = {"said-0": "Birch", "company-0": "new", "only": "0"}
    for said in ("One deal is Birch’s now.", "No deal is left that says “Birch”."):
        assert said in sales.post(reverse("deals_unplaced"), form, follow=True).content.decode()
    far_too_long = {**form, "said-0": "x" * 5_000}
    assert sales.post(reverse("deals_unplaced"), far_too_long, follow=True).status_code == 200
    assert Company.objects.filter(name="Birch").count() == Company.objects.count() == 1


def test_names_to_decide_ask_as_little_for_twenty_as_for_one(
    sales: Client, queries_of: Callable[[Client, str], int]
) -> None:
    heard(company_name="Firma 0")
    one = queries_of(sales, reverse("deals_unplaced"))
    for number in range(1, 30):
        make_company(name=f"Firmen {number}")
        heard(company_name=f"Firma {number}")
    assert queries_of(sales, reverse("deals_unplaced")) == one
    assert "5 more names come up then." in sales.get(reverse("deals_unplaced")).content.decode()
