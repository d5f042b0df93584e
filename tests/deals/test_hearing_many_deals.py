"""Many deals told at once: as if each was told alone, in a few statements, and one that cannot be kept spoils no other."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.deals.makers import MORNING
from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.commands import save_rate
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import (
    DealDraft,
    DealError,
    HeardDeal,
    SaidReason,
    hear_deals,
    place_deal,
    record_outcome,
    say_what_a_stage_means,
)
from wellheard.listen.deals.models import Deal, DealMissing, DealReason, ReasonMeaning, StageMeaning
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Competitor

pytestmark = pytest.mark.django_db


def _drafts(count: int, **said: object) -> list[DealDraft]:
    plain = {"source": "hubspot", "amount": Decimal(100), "currency": "EUR", "stage": "s1", "changed_at": MORNING}
    return [
        DealDraft(**{**plain, "external_id": str(number), "title": f"Deal {number}", **said})  # type: ignore[arg-type]
        for number in range(count)
    ]


def _news(drafts: Sequence[DealDraft]) -> list[str]:
    return [one.news.value if isinstance(one, HeardDeal) else str(one) for one in hear_deals(drafts=drafts)]


def test_many_are_heard_in_as_many_statements_as_few() -> None:
    add_standard_reasons()
    make_company(name="Acme")
    make_contact(email="buyer@acme.example")
    save_rate(currency="EUR", on=date(2025, 1, 1), rate=Decimal("1.1"))
    said = {
        "company_name": "Acme", "competitor": "Rivaltool", "outcome": "lost", "reasons": (SaidReason("Price"),),
        "contact_email": "buyer@acme.example", "owner": "nobody@vendor.example",
    }  # fmt: skip
    hear_deals(drafts=_drafts(1, source="before", **said))
    asked = []
    for source, count in (("few", 2), ("many", 40)):
        drafts = _drafts(count, source=source, **said)
        hear_deals(drafts=drafts[:1])
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert _news(drafts[1:]) == ["new"] * (count - 1)
        asked.append(len(found))
    assert asked[1] == asked[0]
    deal = Deal.objects.filter(source="many").latest("pk")
    assert (deal.company.name if deal.company else "", deal.outcome, deal.reporting_minor) == (
        "Acme",
        "lost_competitor",
        11_000,
    )
    assert (Competitor.objects.count(), DealReason.objects.exclude(reason=None).count()) == (1, 43)


def test_one_fact_tells_of_each_deal_and_none_of_the_same_again() -> None:
    drafts = _drafts(3, outcome="won")
    assert _news(drafts) == ["new"] * 3
    assert _news([drafts[0], *_drafts(4, outcome="won")[2:]]) == ["same", "same", "new"]
    for name in ("deal.heard", "deal.won"):
        assert list(Fact.objects.filter(name=name).values_list("subject_id", flat=True)) == list(
            Deal.objects.order_by("pk").values_list("pk", flat=True)
        )


def test_one_deal_named_twice_is_heard_in_the_order_it_was_told() -> None:
    first, second = _drafts(2)
    later = DealDraft(source="hubspot", external_id="0", title="Later", changed_at=MORNING + timedelta(hours=1))
    assert _news([first, second, later, first]) == ["new", "new", "changed", "older"]
    assert set(Deal.objects.values_list("title", flat=True)) == {"Later", "Deal 1"}


def test_what_cannot_be_kept_is_said_in_its_place_and_the_others_are_heard() -> None:
    drafts = _drafts(7)
    drafts[2] = DealDraft(source="hubspot", external_id="2", amount=Decimal(-1), currency="EUR")
    # That its words are far too many is seen only when they are kept.
    drafts[5] = DealDraft(source="hubspot", external_id="5", title="Long", missing=("x" * 20_001,))
    came = hear_deals(drafts=drafts)
    assert [place for place, one in enumerate(came) if isinstance(one, DealError)] == [2, 5]
    assert set(Deal.objects.values_list("external_id", flat=True)) == {"0", "1", "3", "4", "6"}
    assert Fact.objects.filter(name="deal.heard").count() == 5
    assert not Feedback.objects.exists()


def test_each_keeps_what_people_said_of_it() -> None:
    staff, acme, birch = make_staff(), make_company(name="Acme"), make_company(name="Birch")
    hear_deals(drafts=_drafts(3, company_name="Acme"))
    placed, ended, plain = Deal.objects.order_by("pk")
    place_deal(deal_id=placed.pk, company=birch, by=staff)
    record_outcome(deal_id=ended.pk, outcome="won", by=staff)
    assert _news(_drafts(3, company_name="Acme", title="Renamed")) == ["changed"] * 3
    rows = Deal.objects.order_by("pk").values_list("title", "company", "outcome")
    assert list(rows) == [
        ("Renamed", birch.pk, "open"),
        ("Renamed", acme.pk, "won"),
        ("Renamed", acme.pk, "open"),
    ]
    assert plain.pk


def test_each_changes_only_what_its_source_changed() -> None:
    make_company(name="Acme")
    meant = StageMeaning.objects.create(source="hubspot", stage="s2", name="s2", noted_at=MORNING)
    say_what_a_stage_means(meaning_id=meant.pk, outcome="won", by=None)
    hear_deals(drafts=_drafts(3, missing=("Offline",), reasons=(SaidReason("Dear"), SaidReason("Slow"))))
    one, two, three = _drafts(3, reasons=(SaidReason("Dear"),), missing=("Offline", "Maps"))
    moved = DealDraft(source="hubspot", external_id="1", stage="s2", company_name="Acme")
    assert _news([one, moved, DealDraft(source="hubspot", external_id="2")]) == ["changed", "changed", "same"]
    first, second, third = Deal.objects.order_by("pk")
    assert [deal.outcome for deal in (first, second, third)] == ["open", "won", "open"]
    assert [deal.reasons.count() for deal in (first, second, third)] == [1, 2, 2]
    assert [deal.missing.count() for deal in (first, second, third)] == [2, 1, 1]
    assert DealMissing.objects.get(deal=second).feedback.company == second.company
    assert {two.title, three.title} == {second.title, third.title}
    assert set(ReasonMeaning.objects.values_list("said", flat=True)) == {"Dear", "Slow"}
