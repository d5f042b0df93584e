"""Pages of long lists, by key."""

import base64
import json
from datetime import date

import pytest
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from tests.makers import make_company
from wellheard.customers.models import Company
from wellheard.foundation.paging import page_of

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
