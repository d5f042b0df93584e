"""Ideas as programs list them: plain rows, ranked for everybody or for the companies of a segment."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from wellheard.customers.models import Segment
from wellheard.decide.models import Idea
from wellheard.decide.queries.rows import at_risk, lost_money, worth_sum
from wellheard.foundation.paging import Page, page_of, plain_page_of

# For everybody the very columns of an index.
WORTH_MOST = ("-worth_minor", "-company_count", "-id")
PAYING_MOST = ("-mrr_minor", "-company_count", "-id")
NEWEST = ("-created_at", "-id")
# What programs may ask for, for everybody and in a segment.
ORDERS = {
    "worth": (WORTH_MOST, ("-worth", "-companies", "-id")),
    "money": (PAYING_MOST, ("-money", "-companies", "-id")),
    "new": (NEWEST, NEWEST),
}
_COLUMNS = (
    "id",
    "title",
    "status",
    "area_id",
    "owner_id",
    "is_public",
    "language",
    "created_at",
    "status_changed_at",
    "version",
)
_COUNTERS = {
    "worth_minor": "worth",
    "mrr_minor": "money",
    "company_count": "companies",
    "contact_count": "",
    "vote_count": "",
    "feedback_count": "",
    "risk_minor": "risk",
    "lost_minor": "lost",
}


def listed_ideas(
    wanted: Mapping[str, object], *, segment: Segment | None, sort: str, cursor: str, size: int
) -> Page[dict[str, Any]]:
    """Return a page of the ideas that stand for themselves and have the wanted values in their columns.

    With a segment, only those its companies ask for, with what these companies pay.
    """
    where = {"merged_into_id": None, **wanted}
    order, order_in_segment = ORDERS[sort]
    if segment is None:
        return plain_page_of(Idea, [*_COLUMNS, *_COUNTERS], where=where, order=order, cursor=cursor, size=size)
    sums = [name or column for column, name in _COUNTERS.items() if name]
    rows = _asked_by(Idea.objects.filter(**where), segment).values_list(*_COLUMNS, *sums, named=True)
    page = page_of(rows, order=order_in_segment, cursor=cursor, size=size)
    return Page([_row(row._asdict()) for row in page.items], page.next, page.is_first)


def _asked_by(ideas: QuerySet[Idea], segment: Segment) -> QuerySet[Idea]:
    members = segment.members.values("company")
    asked = ideas.filter(evidence__withdrawn_at=None, evidence__company__in=members)
    return asked.annotate(
        worth=worth_sum("evidence__"),
        money=Coalesce(Sum("evidence__company__mrr_minor"), 0),
        companies=Count("evidence"),
        risk=Coalesce(Sum("evidence__company__mrr_minor", filter=at_risk("evidence__")), 0),
        lost=Coalesce(Sum(lost_money("evidence__")), 0),
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    for column, name in _COUNTERS.items():
        row[column] = row.pop(name) if name in row else row.get(column)
    return row
