"""How many had to write to us and about what, how soon they were answered, and how many found it without writing."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from wellheard.learn.reports.sections.figures import now_and_before
from wellheard.learn.reports.sections.voices import customers
from wellheard.learn.reports.sections.within import Built, Within
from wellheard.listen.conversations.models import Conversation, Tag

MOST = 8
FIGURE_KEYS = ("first-response", "next-response", "stayed-closed", "satisfaction", "deflection")


def build(within: Within) -> Built:
    """Return how many conversations customers began, per hundred customers, by area, and the figures of the desk."""
    talks, before = _talks(within.days("started_at")), _talks(within.days_before("started_at"))
    data = {
        "conversations": talks.count(),
        "conversations_before": before.count(),
        "people": talks.aggregate(n=Count("requester", distinct=True))["n"],
        "companies": talks.aggregate(n=Count("company", distinct=True))["n"],
        "customers": customers(within).count(),
        "areas": _areas(within),
        "figures": now_and_before(FIGURE_KEYS, within),
    }
    return Built(data)


def _talks(days: dict[str, Any]) -> "QuerySet[Conversation]":
    return Conversation.objects.filter(merged_into=None, aside_reason="", **days).exclude(channel="import")


def _areas(within: Within) -> list[dict[str, Any]]:
    """Return the areas most was written about, beside the days before."""
    ours = Q(conversation__in=_talks(within.days("started_at")))
    earlier = Q(conversation__in=_talks(within.days_before("started_at")))
    tags = Tag.objects.filter(ours | earlier).exclude(area=None).order_by()
    rows = tags.values("area_id", "area__name").annotate(
        conversations=Count("conversation", distinct=True, filter=ours),
        before=Count("conversation", distinct=True, filter=earlier),
    )
    found = [
        {
            "area": row["area_id"],
            "area_name": row["area__name"],
            "conversations": row["conversations"],
            "conversations_before": row["before"],
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row["conversations"], row["area_name"], row["area"]))[:MOST]
