"""Segments ask about what companies do in the product."""

from datetime import timedelta

import pytest
from django.db.models import Q

from tests.makers import make_area, make_company, make_event_name
from wellheard.customers.models import Company
from wellheard.customers.segments.fields import FIELDS
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
