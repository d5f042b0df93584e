"""Deals that programs tell of: one, many at once, one more reason, and that one was deleted."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Path, Schema

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.deals.api.reading import DealTold, DoubtTold, doubts_told, found, row_of
from wellheard.listen.deals.api.said import (
    DealSaid,
    DealsSaid,
    ReasonNoted,
    WithdrawalSaid,
    draft_in_batch,
    draft_of,
    key_of,
    said_in,
)
from wellheard.listen.deals.commands import (
    DealDraft,
    DealError,
    GivenReason,
    HeardDeal,
    News,
    hear_deal,
    hear_deals,
    note_reason,
    withdraw_deal,
)
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.listing import with_doubts
from wellheard.workspace.api import ScopedRouter, TokenRequest, kept, named, told
from wellheard.workspace.models import Reason

router = ScopedRouter("deals", "deals")

_Source = Annotated[str, Path(max_length=40, description="Your system's name, such as crm")]
# Ids may have slashes in them, written as %2F or as they are.
_THEIRS = "/deals/external/{source}/{path:external_id}"


class DealHeard(DealTold):
    """A deal as it stands now, and what telling us of it came to."""

    news: Literal["new", "changed", "same", "older"] = Field(
        description="`older` where we know of a later change: that one stands"
    )


class RowHeard(Schema):
    """What came of one deal of a batch."""

    source: str
    external_id: str
    deal_id: int | None = Field(description="Null where it was refused")
    news: Literal["new", "changed", "same", "older", "refused"]
    doubts: list[DoubtTold] = Field(description="What somebody has to decide about it; the deal is kept all the same")
    problem: str = Field(description="Why it was refused, in a sentence; empty where it was not")


class DealsHeard(Schema):
    """What came of each deal, in the order in which they were sent."""

    items: list[RowHeard]


# Before the deal itself, whose id would take `/withdrawal` for its end.
@router.writes("POST", f"{_THEIRS}/withdrawal", {200: DealTold}, "Say that a deal was deleted")
@transaction.atomic
def withdraw_deal_told(
    request: TokenRequest,  # noqa: ARG001 - its token was checked
    source: _Source,
    external_id: str,
    body: WithdrawalSaid,
) -> HttpResponse:
    """Let a deal count nowhere, because your system deleted it. Telling of it later brings it back."""
    deal = withdraw_deal(source=clean_line(source), external_id=key_of(external_id), deleted_at=body.deleted_at)
    return told(row_of(kept(deal, "deal").pk))


@router.writes("PUT", _THEIRS, {200: DealHeard, 201: DealHeard}, "Tell of a deal by your own id")
@transaction.atomic
def put_deal(request: TokenRequest, source: _Source, external_id: str, body: DealSaid) -> HttpResponse:  # noqa: ARG001
    """Keep what your system says of a deal. The same again changes nothing, and neither does what is older than we know."""
    heard = hear_deal(draft=draft_of(body, source=source, external_id=external_id))
    status = 201 if heard.news is News.NEW else 200
    return told({**row_of(heard.deal.pk), "news": heard.news.value}, status=status)


@router.writes("POST", "/deals/batch", {200: DealsHeard}, "Tell of up to 500 deals")
@transaction.atomic
def put_deals(request: TokenRequest, body: DealsSaid) -> HttpResponse:  # noqa: ARG001
    """Keep what your system says of many deals, in this order. One that cannot be kept says why and holds up no other."""
    drafts = [draft_in_batch(row) for row in body.deals]
    came = _heard(drafts)
    doubts = _doubts([one.deal.pk for one in came if isinstance(one, HeardDeal)])
    return told({"items": [_row(row, one, doubts) for row, one in zip(body.deals, came, strict=True)]})


@router.writes("POST", "/deals/{deal_id}/reasons", {200: DealTold}, "Note a reason and who said it")
@transaction.atomic
def note_deal_reason(request: TokenRequest, deal_id: int, body: ReasonNoted) -> HttpResponse:  # noqa: ARG001
    """Add one more reason beside what its source and our people say. The same reason of the same speaker is noted once."""
    deal = found(deal_id)
    reason = named(Reason.objects.filter(kind=Reason.Kind.DEAL), body.reason_id, "reason_id")
    if reason:
        note_reason(deal_id=deal.pk, given=GivenReason(reason, body.said_by, body.said))
    return told(row_of(deal.pk))


def _heard(drafts: Sequence[DealDraft | DealError]) -> list[HeardDeal | DealError]:
    """Hear what could be read, and leave the rest in its place."""
    came = iter(hear_deals(drafts=[one for one in drafts if isinstance(one, DealDraft)]))
    return [one if isinstance(one, DealError) else next(came) for one in drafts]


def _doubts(deal_ids: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    rows = with_doubts(Deal.objects.filter(pk__in=deal_ids)).prefetch_related("reasons")
    return doubts_told(list(rows))


def _row(row: Any, came: HeardDeal | DealError, doubts: dict[int, list[dict[str, str]]]) -> dict[str, Any]:
    names = {"source": said_in(row, "source"), "external_id": said_in(row, "external_id")}
    if isinstance(came, DealError):
        return {**names, "deal_id": None, "news": "refused", "doubts": [], "problem": str(came)}
    deal = came.deal
    return {**names, "deal_id": deal.pk, "news": came.news.value, "doubts": doubts[deal.pk], "problem": ""}
