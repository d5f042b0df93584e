"""Deals as CRMs tell them: kept once, read by what words mean, never worse for being told twice or late."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.deals.makers import MORNING, heard
from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.commands import merge_companies, save_rate
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import (
    DealDraft,
    DealError,
    News,
    SaidReason,
    hear_deal,
    place_deal,
    record_outcome,
    say_what_a_reason_means,
    say_what_a_stage_means,
)
from wellheard.listen.deals.models import Deal, DealReason, ReasonMeaning, StageMeaning
from wellheard.listen.deals.queries.matching import suggested_for
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import add_competitor, add_standard_reasons
from wellheard.workspace.models import Reason

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


@pytest.fixture(autouse=True)
def _reasons() -> None:
    add_standard_reasons()


def _facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def test_the_same_deal_told_twice_is_one_deal_and_one_fact() -> None:
    draft = DealDraft(
        source="hubspot", external_id="7", title="Acme", outcome="won", missing=("Offline",), changed_at=MORNING
    )
    first, again = hear_deal(draft=draft), hear_deal(draft=draft)
    assert (first.news, again.news) == (News.NEW, News.SAME)
    assert (Deal.objects.count(), _facts("deal.heard"), _facts("deal.won")) == (1, 1, 1)
    assert Feedback.objects.filter(origin="deals").count() == 1
    assert again.deal.version == first.deal.version


def test_older_news_never_wins() -> None:
    deal = heard(external_id="7", title="New", outcome="won", changed_at=MORNING)
    late = hear_deal(
        draft=DealDraft(
            source="hubspot", external_id="7", title="Old", outcome="open", changed_at=MORNING - timedelta(hours=1)
        )
    )
    assert (late.news, late.deal.title, late.deal.outcome) == (News.OLDER, "New", "won")
    assert deal.pk == late.deal.pk


def test_what_a_draft_leaves_empty_stays_as_it_was() -> None:
    heard(external_id="7", industry="Farming", amount=Decimal("99.50"), currency="EUR", changed_at=MORNING)
    deal = heard(external_id="7", title="Renamed", amount=None, changed_at=MORNING + timedelta(hours=1))
    assert (deal.title, deal.industry, deal.amount_minor, deal.currency) == ("Renamed", "Farming", 9950, "EUR")


def test_an_unknown_stage_leaves_the_deal_open_and_is_noted_to_be_decided(run_jobs: Run) -> None:
    deal = heard(stage="closed_x", stage_name="Verloren", changed_at=MORNING)
    meaning = StageMeaning.objects.get()
    assert (deal.outcome, meaning.outcome, meaning.name) == ("open", "", "Verloren")
    say_what_a_stage_means(meaning_id=meaning.pk, outcome="lost_unknown", by=None)
    run_jobs()
    deal.refresh_from_db()
    assert (deal.outcome, deal.outcome_by, deal.closed_on) == ("lost_unknown", "mapping", MORNING.date())
    assert _facts("deal.lost") == 1
    assert heard(stage="closed_x").outcome == "lost_unknown"
    assert StageMeaning.objects.count() == 1


def test_an_unknown_stage_leaves_what_the_source_says_itself() -> None:
    assert heard(stage="strange", outcome="won").outcome == "won"


def test_a_renamed_stage_keeps_its_meaning_by_its_id() -> None:
    heard(stage="s1", stage_name="Lost")
    say_what_a_stage_means(meaning_id=StageMeaning.objects.get().pk, outcome="lost_unknown", by=None)
    assert heard(stage="s1", stage_name="Closed, lost").outcome == "lost_unknown"
    assert StageMeaning.objects.get().name == "Closed, lost"


def test_a_meaning_decided_otherwise_reopens_what_it_had_closed(run_jobs: Run) -> None:
    deal = heard(stage="s1", closed_on=date(2026, 3, 1))
    meaning = StageMeaning.objects.get()
    for outcome in ("won", "won", "open"):
        say_what_a_stage_means(meaning_id=meaning.pk, outcome=outcome, by=None)
        run_jobs()
    deal.refresh_from_db()
    assert (deal.outcome, deal.closed_on) == ("open", None)
    assert (_facts("deal.won"), _facts("deal.reopened"), _facts("stage_meaning.decided")) == (1, 1, 2)


def test_what_a_person_says_of_the_end_holds_until_the_source_tells_of_another_stage() -> None:
    ines = make_staff()
    deal = heard(external_id="7", stage="s1", outcome="lost")
    record_outcome(deal_id=deal.pk, outcome="lost_no_decision", by=ines)
    assert heard(external_id="7", stage="s1", outcome="lost", title="Renamed").outcome == "lost_no_decision"
    assert heard(external_id="7", stage="s2", outcome="won").outcome == "won"


def test_a_word_for_a_reason_is_decided_once_for_all_deals(run_jobs: Run) -> None:
    rival = add_competitor(name="Fieldly")
    deal = heard(outcome="lost", reasons=(SaidReason("Went with F."), SaidReason("price", "buyer")))
    undecided = ReasonMeaning.objects.undecided().get()
    assert undecided.said == "Went with F."
    assert DealReason.objects.get(said="price").reason == Reason.objects.get(kind="deal", key="price")
    say_what_a_reason_means(
        meaning_id=undecided.pk, reason=Reason.objects.get(kind="deal", key="competitor"), competitor=rival, by=None
    )
    run_jobs()
    deal.refresh_from_db()
    assert (deal.competitor, deal.outcome) == (rival, "lost_competitor")
    assert DealReason.objects.get(said="Went with F.").reason == Reason.objects.get(kind="deal", key="competitor")
    assert heard(outcome="lost", reasons=(SaidReason("WENT WITH F."),)).competitor == rival


def test_words_that_say_nothing_are_decided_too(run_jobs: Run) -> None:
    heard(outcome="lost", reasons=(SaidReason("n/a"),))
    say_what_a_reason_means(meaning_id=ReasonMeaning.objects.get().pk, reason=None, competitor=None, by=None)
    run_jobs()
    assert not ReasonMeaning.objects.undecided().exists()
    assert DealReason.objects.get().reason is None


def test_a_long_explanation_is_kept_but_is_no_word_to_decide_about() -> None:
    deal = heard(outcome="lost", reasons=(SaidReason("They told us at length " * 20),))
    assert deal.reasons.count() == 1
    assert not ReasonMeaning.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"currency": "XQX"}, "is no currency"),
        ({"currency": "DOLLARS"}, "is no currency"),
        ({"amount": Decimal(-1)}, "amount of a deal"),
        ({"amount": Decimal("NaN")}, "amount of a deal"),
        ({"amount": Decimal("1e400")}, "amount of a deal"),
        ({"amount": Decimal(10) ** 18}, "amount of a deal"),
        ({"outcome": "maybe"}, "is no outcome"),
        ({"closed_on": date(1, 1, 1)}, "year 1"),
        ({"source": "Hub Spot!"}, "name for a source"),
        ({"external_id": "x" * 101}, "longer than 100"),
        ({"reasons": (SaidReason("Price", "a ghost"),)}, "cannot have given"),
        ({"title": "", "external_id": ""}, "Say what this deal"),
        ({"missing": ("x" * 20_001,)}, "20,?000"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence_and_leaves_nothing(
    wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(DealError, match=sentence):
        heard(**wrong)
    assert not Deal.objects.exists()


def test_money_counts_at_the_rate_of_its_day_and_without_a_rate_not_at_all(run_jobs: Run) -> None:
    save_rate(currency="EUR", on=date(2026, 1, 1), rate=Decimal("1.10"))
    save_rate(currency="EUR", on=date(2026, 3, 1), rate=Decimal("1.20"))
    before = heard(amount=Decimal(100), currency="EUR", outcome="won", closed_on=date(2026, 2, 1))
    after = heard(amount=Decimal(100), currency="EUR", outcome="won", closed_on=date(2026, 3, 2))
    yen = heard(amount=Decimal(100), currency="JPY", outcome="won", closed_on=date(2026, 3, 2))
    assert (before.reporting_minor, after.reporting_minor, yen.reporting_minor) == (11000, 12000, None)
    save_rate(currency="JPY", on=date(2026, 3, 1), rate=Decimal("0.007"))
    run_jobs()
    yen.refresh_from_db()
    assert (yen.amount_minor, yen.reporting_minor) == (100, 70)


def test_an_open_deal_has_a_hope_but_no_end() -> None:
    deal = heard(external_id="7", outcome="open", opened_on=date(2026, 1, 5), closed_on=date(2030, 1, 1))
    assert (deal.closed_on, deal.day) == (None, date(2026, 1, 5))
    lost = heard(external_id="7", outcome="lost", changed_at=MORNING)
    assert lost.closed_on == MORNING.date()


def test_a_company_is_found_by_its_id_or_one_exact_name_or_domain() -> None:
    acme = make_company(name="Acme GmbH", external_id="c1", domain="acme.example")
    other = make_company(name="Other", domain="other.example")
    assert heard(company_key="c1", company_name="Whatever").company == acme
    assert heard(company_name="ACME gmbh").company == acme
    assert heard(company_domain="https://www.acme.example/about").company == acme
    contrary = heard(company_name="Acme GmbH", company_domain="other.example")
    assert contrary.company is None
    assert {one.company for one in suggested_for(contrary)} == {acme, other}


def test_a_company_spelt_differently_is_suggested_and_a_person_confirms_for_good() -> None:
    acme = make_company(name="Acme Tools Ltd.")
    make_company(name="Zebra Works")
    deal = heard(external_id="7", company_name="ACME Tool GmbH", missing=("Works offline",))
    assert (deal.company, deal.company_said) == (None, "ACME Tool GmbH")
    assert [(one.company, one.why) for one in suggested_for(deal)] == [(acme, "name")]
    place_deal(deal_id=deal.pk, company=acme, by=None)
    place_deal(deal_id=deal.pk, company=acme, by=None)
    assert Feedback.objects.get(origin="deals").company == acme
    assert heard(external_id="7", company_name="Zebra Works").company == acme
    assert _facts("deal.placed") == 1


def test_two_companies_of_one_name_are_left_to_a_person() -> None:
    make_company(name="Acme")
    make_company(name="Acme")
    assert heard(company_name="Acme").company is None


def test_a_missing_function_is_feedback_of_the_deals_company() -> None:
    acme = make_company(name="Acme")
    deal = heard(company_name="Acme", outcome="lost", missing=("Works offline", "SSO", "works OFFLINE"))
    said = Feedback.objects.filter(origin="deals").order_by("pk")
    assert [(one.words, one.company, one.source, one.voice, one.origin_key) for one in said] == [
        ("Works offline", acme, "lost_deal", "reported", f"{deal.pk}:0"),
        ("SSO", acme, "lost_deal", "reported", f"{deal.pk}:1"),
    ]
    heard(external_id=deal.external_id, missing=("SSO", "An API"))
    assert Feedback.objects.filter(origin="deals").count() == 3


def test_deals_follow_a_company_that_is_joined_to_another() -> None:
    kept, gone = make_company(name="Acme"), make_company(name="Acme old")
    deal = heard(company_name="Acme old")
    merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=make_staff())
    deal.refresh_from_db()
    assert deal.company == kept


def test_owner_and_contact_are_those_we_know() -> None:
    ines, vera = make_staff(name="Ines Kaya"), make_contact(email="vera@acme.example")
    deal = heard(owner="ines kaya", contact_email="VERA@acme.example")
    assert (deal.owner, deal.contact) == (ines, vera)
    assert heard(owner="Nobody").owner is None
