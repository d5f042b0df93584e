"""Segments ask about what companies do in the product."""

from datetime import timedelta

import pytest
from django.db.models import Q

from tests.makers import make_area, make_company, make_event_name
from wellheard.customers.models import Company
from wellheard.customers.segments.fields import FIELDS
from wellheard.customers.segments.rules import describe
from wellheard.foundation import clock
from wellheard.listen.usage.models import CompanySeen, DailyUse

pytestmark = pytest.mark.django_db


def found(field: str, op: str, value: object) -> set[Company]:
    asked: Q = FIELDS[field].compiled(op, value)
    return set(Company.objects.filter(asked))


def test_when_a_company_was_last_seen() -> None:
    here, gone, never = (make_company() for _n in range(3))
    CompanySeen.objects.create(company=here, seen_at=clock.now())
    # Two that became one: the later counts.
    CompanySeen.objects.create(company=here, seen_at=clock.now() - timedelta(days=40))
    CompanySeen.objects.create(company=gone, seen_at=clock.now() - timedelta(days=20))

    assert found("last_seen", "past", 7) == {here}
    assert found("last_seen", "not_past", 7) == {gone, never}
    assert found("last_seen", "before", str(clock.today() - timedelta(days=10))) == {gone}


def test_which_area_a_company_uses_used_and_never_did() -> None:
    now, once, never = (make_company() for _n in range(3))
    area = make_area()
    event = make_event_name(name="Exported", area=area)
    for company, days in ((now, 0), (once, 60)):
        DailyUse.objects.create(day=clock.today() - timedelta(days=days), company=company, event=event, count=1)

    assert found("uses_area", "=", area.pk) == {now}
    assert found("uses_area", "!=", area.pk) == {once, never}
    assert found("ever_used_area", "!=", area.pk) == {never}
    assert found("did_event", "=", "Exported") == {now}
    assert found("did_event", "not_in", ["Exported", "Other"]) == {once, never}


@pytest.mark.parametrize(("days", "named"), [(7, "_7"), (28, ""), (90, "_90")])
def test_a_rule_says_how_far_back_it_looks(days: int, named: str) -> None:
    inside, outside = make_company(), make_company()
    area = make_area(name="Photos")
    event = make_event_name(name="Exported", area=area)
    for company, back in ((inside, days - 1), (outside, days)):
        DailyUse.objects.create(day=clock.today() - timedelta(days=back), company=company, event=event, count=1)

    assert found(f"uses_area{named}", "=", area.pk) == {inside}
    assert found(f"uses_area{named}", "not_in", [area.pk]) == {outside}
    assert found(f"did_event{named}", "in", ["Exported", "Other"]) == {inside}
    assert found(f"did_event{named}", "!=", "Exported") == {outside}


@pytest.mark.parametrize(("days", "named"), [(7, "_7"), (28, ""), (90, "_90")])
def test_the_words_of_a_rule_name_the_days(days: int, named: str) -> None:
    area = make_area(name="Photos & files")

    def spoken(field: str, op: str, value: object) -> str:
        return describe({"all": [{"field": field, "op": op, "value": value}]})

    assert spoken(f"uses_area{named}", "=", area.pk) == f"used Photos & files in the last {days} days"
    assert spoken(f"uses_area{named}", "!=", area.pk) == f"did not use Photos & files in the last {days} days"
    assert spoken(f"did_event{named}", "in", ["One", "Two"]) == f"did “One or Two” in the last {days} days"
    assert spoken(f"did_event{named}", "!=", "100 %") == f"did not do “100 %” in the last {days} days"
    assert str(FIELDS[f"uses_area{named}"].label) == f"Uses the area (in {days} days)"
    assert str(FIELDS[f"did_event{named}"].label) == f"Event in {days} days"
