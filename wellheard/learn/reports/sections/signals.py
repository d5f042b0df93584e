"""Weak signals: what is new and said by few who need it much, and what is not needed any more."""

from typing import Any

from django.db.models import Count

from wellheard.decide.models import Evidence, Idea
from wellheard.learn.reports.sections.asks import Wish
from wellheard.learn.reports.sections.quoting import quotes_of
from wellheard.learn.reports.sections.within import Built, Within

MOST, FEW = 8, 3


def build(within: Within) -> Built:
    """Return ideas first heard of in these days by few companies, those that cannot work without first; and reversals."""
    asked = {wish.idea: wish for wish in within.asked if len(wish.companies) <= FEW}
    new = Idea.objects.unmerged().filter(pk__in=asked, **within.days("created_at")).in_bulk()
    first = sorted(new, key=lambda pk: (-asked[pk].cannot_work, *(-part for part in asked[pk].severity)))[:MOST]
    quotes = quotes_of(first, within, most=1)
    rows = [_row(new[pk], asked[pk]) | {"quotes": quotes.get(pk, [])} for pk in first]
    data = {"new": len(new), "rows": rows, "reversals": _reversals(within)}
    return Built(data, [said for row in rows for said in row["quotes"]])


def _row(idea: Idea, wish: Wish) -> dict[str, Any]:
    return {
        "idea": idea.pk,
        "title": idea.title,
        "status": idea.status,
        "said": wish.said,
        "companies": len(wish.companies),
        "mrr_minor": wish.mrr,
        "cannot_work": wish.cannot_work,
        "is_public": idea.is_public and idea.board_id is None,
    }


def _reversals(within: Within) -> list[dict[str, Any]]:
    """Return ideas that somebody said they need no longer."""
    gone = Evidence.objects.filter(idea__merged_into=None, **within.days("withdrawn_at")).order_by()
    rows = (
        gone.values("idea_id", "idea__title").annotate(withdrawn=Count("pk")).order_by("-withdrawn", "idea_id")[:MOST]
    )
    return [{"idea": row["idea_id"], "title": row["idea__title"], "withdrawn": row["withdrawn"]} for row in rows]
