"""Segments: groups of companies worth asking about."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from wellheard.customers.api.companies import Companies, company_row
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.foundation.paging import page_of
from wellheard.workspace.api import Listing, ScopedRouter, TokenRequest, kept, listed, told

router = ScopedRouter("companies", "segments")


class SegmentTold(Schema):
    """A saved rule over companies and how many meet it now."""

    id: int
    name: str
    rule: dict[str, Any]
    company_count: int
    refreshed_at: datetime | None


class Segments(Schema):
    """A page of segments."""

    items: list[SegmentTold]
    next: str | None


@router.reads("/segments", Segments, "List segments")
def list_segments(request: TokenRequest, listing: Query[Listing]) -> HttpResponse:
    """Return segments, the oldest first."""
    page = page_of(Segment.objects.all(), order=("pk",), cursor=listing.cursor, size=listing.limit)
    return listed(request, page, _row)


@router.reads("/segments/{segment_id}", SegmentTold, "Read a segment")
def read_segment(request: TokenRequest, segment_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one segment."""
    return told(_row(kept(Segment.objects.filter(pk=segment_id).first(), "segment")))


@router.reads(
    "/segments/{segment_id}/members", Companies, "List the companies of a segment", name="list_segment_members"
)
def list_members(request: TokenRequest, segment_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return the companies that meet a segment's rule now, the oldest first."""
    segment = kept(Segment.objects.filter(pk=segment_id).first(), "segment")
    rows = Company.objects.filter(pk__in=SegmentMember.objects.filter(segment=segment).values("company"))
    return listed(request, page_of(rows, order=("pk",), cursor=listing.cursor, size=listing.limit), company_row)


def _row(segment: Segment) -> dict[str, Any]:
    return {name: getattr(segment, name) for name in SegmentTold.model_fields}
