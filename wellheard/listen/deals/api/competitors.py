"""Competitors for programs to read."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.foundation.paging import page_of
from wellheard.workspace.api import Listing, ScopedRouter, TokenRequest, kept, listed, page_address, told
from wellheard.workspace.models import Competitor

router = ScopedRouter("deals", "deals")


class CompetitorTold(Schema):
    """Another vendor whom customers weigh against us."""

    id: int
    name: str
    also_called: list[str] = Field(description="Other names that were joined into this one; who says them means it")
    website: str
    added_at: datetime
    version: int
    page: str = Field(description="Where your team reads it")


class Competitors(Schema):
    """A page of competitors."""

    items: list[CompetitorTold]
    next: str | None


class CompetitorsAsked(Listing):
    """Which competitors are wanted."""

    name: Annotated[str, Field(max_length=120, description="Its name or another it is called, in whatever case")] = ""


@router.reads("/competitors", Competitors, "List competitors")
def list_competitors(request: TokenRequest, asked: Query[CompetitorsAsked]) -> HttpResponse:
    """Return competitors, the newest first, with what else they are called."""
    rows = Competitor.objects.prefetch_related("spellings")
    if asked.name:
        rows = rows.filter(Q(name__iexact=asked.name) | Q(spellings__name__iexact=asked.name)).distinct()
    return listed(request, page_of(rows, order=("-pk",), cursor=asked.cursor, size=asked.limit), _row)


@router.reads("/competitors/{competitor_id}", CompetitorTold, "Read a competitor")
def read_competitor(request: TokenRequest, competitor_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one competitor."""
    return told(_row(kept(Competitor.objects.filter(pk=competitor_id).first(), "competitor")))


def _row(competitor: Competitor) -> dict[str, Any]:
    ours = {
        "also_called": sorted(spelling.name for spelling in competitor.spellings.all()),
        "page": page_address(f"competitors/{competitor.pk}/"),
    }
    same = {name: getattr(competitor, name) for name in CompetitorTold.model_fields if name not in ours}
    return {**same, **ours}
