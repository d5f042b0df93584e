"""Whom we compete with: what was won and lost, why, what was missing, what is said, who left for them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.deals.makers import heard
from tests.makers import make_company, make_idea, make_staff
from wellheard.customers.commands import save_rate
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import record_feedback
from wellheard.listen.deals.commands import SaidReason, say_what_a_reason_means
from wellheard.listen.deals.models import ReasonMeaning
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import (
    NameTakenError,
    add_competitor,
    add_standard_reasons,
    competitor_called,
    join_competitors,
    remove_competitor,
)
from wellheard.workspace.models import Competitor, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Staff], Client]


@pytest.fixture
def sales(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(role=Role.SALES))


@pytest.fixture
def reader(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def test_a_competitor_shows_what_was_won_and_lost_against_it(reader: Client, run_jobs: Callable[[], None]) -> None:
    add_standard_reasons()
    rival = add_competitor(name="Fieldly")
    save_rate(currency="EUR", on=date(2026, 1, 1), rate=Decimal("1.10"))
    rated = {"competitor": "Fieldly", "closed_on": date(2026, 2, 1)}
    heard(outcome="won", amount=Decimal(100), **rated)
    lost = heard(
        outcome="lost", amount=Decimal(200), currency="EUR", missing=("A map",), reasons=(SaidReason("Price"),), **rated
    )
    heard(outcome="lost", amount=Decimal(300), currency="JPY", **rated)
    heard(outcome="open", competitor="Fieldly")
    idea = make_idea("Maps")
    link_feedback(feedback_id=lost.missing.get().feedback_id, idea_id=idea.pk, by=None)
    record_feedback(words="Fieldly opens in a second.", source="portal")
    record_feedback(words="It is slow.", source="portal")
    run_jobs()
    leaver = make_company(name="Leaver Ltd")
    Departure.objects.create(
        company=leaver, left_on=date(2026, 3, 1), competitor=rival, reported_by="staff", recorded_at=clock.now()
    )
    response = reader.get(reverse("competitor", args=[rival.pk]))
    standing, page = response.context["standing"], response.content.decode()
    assert (standing.won, standing.lost, standing.open) == (1, 2, 1)
    assert (standing.won_minor, standing.lost_minor, standing.without_rate) == (10000, 22000, 1)
    assert standing.since == date(2026, 2, 1)
    assert round(standing.share.value, 2) == 0.33
    assert (round(standing.share.interval.low, 2), round(standing.share.interval.high, 2)) == (0.06, 0.79)
    assert [(row.currency, row.lost_minor, row.without_rate) for row in response.context["money"]] == [
        ("EUR", 20000, 0), ("JPY", 300, 1), ("USD", 0, 0),
    ]  # fmt: skip
    assert [(one.reason.key, one.lost) for one in response.context["reasons"]] == [("price", 1)]
    assert [one.words for one in response.context["said"]] == ["Fieldly opens in a second."]
    for words in ("A map", "Maps", "Leaver Ltd", "no rate", "One deal is in no sum"):
        assert words in page


def test_one_nobody_met_yet_has_no_share(reader: Client) -> None:
    rival = add_competitor(name="Newcomer")
    assert "nothing decided yet" in reader.get(reverse("competitor", args=[rival.pk])).content.decode()
    assert reader.get(reverse("competitor", args=[987654])).status_code == 404


def test_those_we_lose_most_to_come_first_in_as_few_questions_for_twenty_as_for_one(
    reader: Client, queries_of: Callable[[Client, str], int]
) -> None:
    heard(outcome="won", competitor="Able")
    queries_of(reader, reverse("competitors"))
    one = queries_of(reader, reverse("competitors"))
    for number in range(19):
        heard(outcome="lost", competitor=f"Rival {number}")
    assert queries_of(reader, reverse("competitors")) == one
    assert "We lose most to Rival" in reader.get(reverse("competitors")).content.decode()


def test_competitors_are_added_mended_and_removed_while_nothing_names_them(sales: Client, reader: Client) -> None:
    assert sales.post(reverse("competitors"), {"name": "Fieldly", "website": "fieldly.example"}).status_code == 302
    rival = Competitor.objects.get()
    assert rival.website == "https://fieldly.example"
    assert sales.post(reverse("competitors"), {"name": "FIELDLY"}).status_code == 422
    edit = reverse("competitor_edit", args=[rival.pk])
    assert sales.post(edit, {"name": "Fieldly AG", "note": "Quick", "version": rival.version}).status_code == 302
    assert sales.post(edit, {"name": "Other", "version": rival.version}).status_code == 422
    reader.post(reverse("competitors"), {"name": "Sneaky"})
    assert not Competitor.objects.filter(name="Sneaky").exists()
    assert reader.get(edit).status_code == 403
    heard(competitor="Fieldly AG")
    said = sales.post(reverse("competitor_removing", args=[rival.pk]), follow=True).content.decode()
    assert "so it stays" in said
    other = add_competitor(name="Unused")
    sales.post(reverse("competitor_removing", args=[other.pk]))
    assert [one.name for one in Competitor.objects.all()] == ["Fieldly AG"]


def test_two_spellings_of_one_competitor_are_joined_for_good(
    sales: Client, reader: Client, run_jobs: Callable[[], None]
) -> None:
    add_standard_reasons()
    stays = add_competitor(name="Fieldly")
    gone = add_competitor(name="Field-ly Inc", website="https://fieldly.example")
    deal = heard(outcome="lost", competitor="Field-ly Inc", reasons=(SaidReason("The blue one"),))
    heard(outcome="won", competitor="Fieldly")
    meaning = ReasonMeaning.objects.get(said="The blue one")
    say_what_a_reason_means(meaning_id=meaning.pk, reason=None, competitor=gone, by=None)
    left = Departure.objects.create(
        company=make_company(), left_on=date(2026, 3, 1), competitor=gone, reported_by="staff", recorded_at=clock.now()
    )
    run_jobs()
    address = reverse("competitor_joining", args=[gone.pk])
    assert "1 deals and 1 departures name it" in sales.get(address).content.decode()
    assert sales.post(address, {"into": str(gone.pk)}).status_code == 422
    assert sales.post(address, {"into": ""}).status_code == 422
    assert reader.post(address, {"into": str(stays.pk)}).status_code == 403

    assert "is a spelling of Fieldly now" in sales.post(address, {"into": str(stays.pk)}, follow=True).content.decode()
    assert sales.post(address, {"into": str(stays.pk)}).status_code == 404
    for row in (deal, left, meaning):
        row.refresh_from_db()
        assert row.competitor == stays
    assert list(Competitor.objects.values_list("name", "website")) == [("Fieldly", "https://fieldly.example")]
    page = reader.get(reverse("competitor", args=[stays.pk])).content.decode()
    assert "also called Field-ly Inc" in page
    assert "1 won and 1 lost against Fieldly" in page
    assert Fact.objects.get(name="competitor.joined").details == {"into": stays.pk}

    # Who still says the other spelling names the one that stayed.
    again = heard(outcome="lost", competitor="FIELD-LY INC")
    assert (again.competitor, competitor_called("field-ly inc")) == (stays, stays)
    assert join_competitors(competitor_id=gone.pk, into_id=stays.pk) == stays
    with pytest.raises(NameTakenError):
        add_competitor(name="Field-ly Inc")
    lonely = add_competitor(name="Lonely")
    join_competitors(competitor_id=add_competitor(name="Lonley").pk, into_id=lonely.pk)
    remove_competitor(competitor_id=lonely.pk)
    assert Competitor.objects.count() == 1


def test_deals_and_competitors_are_found_by_their_words(reader: Client) -> None:
    make_company(name="Acme Works")
    heard(title="Rollout in Vilnius", company_name="Acme Works", competitor="Fieldly")
    join_competitors(competitor_id=add_competitor(name="Oldname").pk, into_id=Competitor.objects.get(name="Fieldly").pk)
    for words, shown in (("vilnius", "Rollout in Vilnius"), ("acme w", "Rollout in Vilnius"), ("oldn", "Fieldly")):
        assert shown in reader.get("/find/", {"q": words}).content.decode()
    for kind in ("deals", "competitors"):
        assert reader.get(reverse("find_all", args=[kind]), {"q": "e"}).status_code == 200
    assert "Rollout" not in reader.get("/find/", {"q": "birch"}).content.decode()
