"""What the pages about deals show beside a deal's own row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from wellheard.customers.models import Company
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation.paging import Page, page_of
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.listen.deals.queries.listing import doubts_of, with_doubts

ORDER = ("-day", "-pk")


@dataclass(frozen=True)
class Row:
    """A deal in a list, and what somebody has to decide about it."""

    deal: Deal
    doubts: list[str]


@dataclass(frozen=True)
class Missed:
    """A function that was missing, and the ideas it is evidence for."""

    missing: DealMissing
    ideas: list[Idea]


def page_of_deals(deals: QuerySet[Deal], *, cursor: str) -> Page[Row]:
    """Return a page of deals, newest first, in two statements however many there are."""
    rows = with_doubts(deals).select_related("company", "competitor", "owner").prefetch_related("reasons__reason")
    page = page_of(rows, order=ORDER, cursor=cursor)
    return Page([Row(deal, doubts_of(deal)) for deal in page.items], page.next, page.is_first)


def missed_in(missing: QuerySet[DealMissing]) -> list[Missed]:
    """Return what was missing, with the ideas each is evidence for."""
    rows = list(missing.select_related("feedback", "deal"))
    ideas = ideas_of([row.feedback_id for row in rows])
    return [Missed(row, ideas.get(row.feedback_id, [])) for row in rows]


def ideas_of(feedback_ids: Sequence[int]) -> dict[int, list[Idea]]:
    """Return the ideas that feedback is evidence for; a merged idea shows the one it lives on in."""
    found: dict[int, list[Idea]] = {}
    for item in (
        EvidenceItem.objects.filter(feedback__in=feedback_ids).select_related("idea__merged_into").order_by("pk")
    ):
        found.setdefault(item.feedback_id or 0, []).append(item.idea.merged_into or item.idea)
    return found


def deals_of(company: Company, *, most: int = 5) -> tuple[list[Deal], int]:
    """Return a company's newest deals, and how many there are; without those that their source deleted."""
    theirs = Deal.objects.standing().filter(company=company)
    return list(theirs.select_related("competitor").newest_first()[:most]), theirs.count()
