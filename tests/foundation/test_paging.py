"""Pages of long lists, by key."""

import base64
import json
from datetime import date
from typing import Any

import pytest
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from tests.makers import make_company
from wellheard.customers.models import Company
from wellheard.foundation.paging import page_of, plain_page_of

pytestmark = pytest.mark.django_db


def companies() -> QuerySet[Company]:
    """Return companies with the orders a list may have."""
    latest = Coalesce("joined_on", Value(date(9999, 12, 31)), output_field=DateField())
    return Company.objects.annotate(lower_name=Lower("name"), since=latest)


@pytest.mark.parametrize(
    "order", [("lower_name", "pk"), ("-lower_name", "-pk"), ("since", "pk"), ("-mrr_minor", "-pk")]
)
def test_every_row_stands_on_exactly_one_page(order: tuple[str, ...]) -> None:
    for number in range(7):
        make_company(name=f"Zażółć {number % 3} 株式会社", mrr=number % 2, joined_on=f"2024-0{1 + number % 3}-01")
    make_company(joined_on=None)
    found, cursor = [], ""
    while True:
        page = page_of(companies(), order=order, cursor=cursor, size=3)
        found += [company.pk for company in page.items]
        if not (cursor := page.next):
            break
    assert found == list(companies().order_by(*order).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "values",
    [["\x00", 1], ["\ud800", 1], ["a"], [None, 1], [1.5, 2], {"a": 1}, ["today", 1], [5, 1], [True, 1], [2**70, 1]],
)
def test_a_cursor_somebody_typed_is_the_first_page(values: object) -> None:
    make_company()
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    assert page_of(companies(), order=("since", "pk"), cursor=cursor).is_first
    assert page_of(companies(), order=("since", "pk"), cursor="!!!").is_first


@pytest.mark.parametrize("order", [("-mrr_minor", "-id"), ("mrr_minor", "id"), ("-created_at", "-id")])
@pytest.mark.parametrize("where", [{}, {"stage": "lost", "owner_id": None}])
def test_plain_pages_hold_the_same_rows(order: tuple[str, ...], where: dict[str, object]) -> None:
    for number in range(12):
        make_company(mrr=number % 2, stage=("lost", "active")[number % 3 % 2])
    expected = list(Company.objects.filter(**where).order_by(*order).values("id", "created_at", "mrr_minor"))
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = plain_page_of(
            Company, ["id", "created_at", "mrr_minor"], where=where, order=order, cursor=cursor, size=3
        )
        assert page.is_first is not bool(found)
        found += page.items
        if not (cursor := page.next):
            break
    assert found == expected


@pytest.mark.parametrize("values", [["2026-W01-1T00:00:00Z", 1], ["today", 1], [5, 1], ["2026-01-01T00:00:00Z", "x"]])
def test_a_plain_page_can_be_asked_for_by_any_cursor(values: list[object]) -> None:
    make_company()
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    page = plain_page_of(Company, ["id", "created_at"], where={}, order=("-created_at", "-id"), cursor=cursor)
    assert len(page.items) <= 1
