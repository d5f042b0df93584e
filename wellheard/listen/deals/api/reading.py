"""Deals for programs to read: how they ended, why, who says so, and what somebody has still to decide about them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.foundation.paging import Page, page_of
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.listen.deals.queries.doubts import standing_doubts
from wellheard.listen.deals.queries.listing import Wanted, deals_wanted, doubts_of, in_view, with_doubts
from wellheard.workspace.api import Day, Id, Listing, ScopedRouter, TokenRequest, kept, listed, page_address, told
from wellheard.workspace.installation import installation

router = ScopedRouter("deals", "deals")

ORDER = ("-day", "-pk")


class ReasonTold(Schema):
    """Why a deal ended as it did, and who says so."""

    id: int
    reason_id: int | None = Field(description="One of our reasons; null while nobody decided what the words mean")
    reason: str = Field(description="Its key, such as price")
    said: str
    said_by: str
    noted_by: Literal["source", "person", "program"]
    recorded_by_id: int | None
    recorded_at: datetime


class MissingTold(Schema):
    """A function that was missing, in words; it is feedback of the deal's company."""

    feedback_id: int
    words: str


class DoubtTold(Schema):
    """What somebody has to decide: `company`, `stage`, `reason`; of rows of files also what was not understood in them."""

    kind: str
    said: str


class DealTold(Schema):
    """One deal. Amounts are in minor units of the currency beside them; null where nobody knows, or no rate is known."""

    id: int
    source: str
    external_id: str
    title: str
    company_id: int | None
    company_said: str
    company_external_id_said: str
    contact_id: int | None
    owner_id: int | None
    owner_said: str
    pipeline: str
    stage: str
    outcome: str
    outcome_by: str = Field(description="Who says so: mapping (what its stage means), person, source")
    amount_minor: int | None
    currency: str
    reporting_minor: int | None
    reporting_currency: str
    industry: str
    competitor_id: int | None
    reasons: list[ReasonTold]
    missing: list[MissingTold]
    opened_on: date | None
    closed_on: date | None
    changed_at: datetime | None
    withdrawn_at: datetime | None = Field(description="When its source deleted it: it counts nowhere")
    doubts: list[DoubtTold]
    version: int
    page: str = Field(description="Where your team reads it")


class Deals(Schema):
    """A page of deals."""

    items: list[DealTold]
    next: str | None


class DealsAsked(Listing):
    """Which deals are wanted. Days are those a deal closed on, else was opened on; both ends belong to it."""

    q: Annotated[str, Field(max_length=200, description="Words of its title or company, or its id at its source")] = ""
    view: Literal["all", "open", "won", "lost", "to_decide", "withdrawn"] = "all"
    outcome: Literal["open", "won", "lost_competitor", "lost_no_decision", "lost_unknown"] | None = None
    reason: Annotated[Id | None, Field(description="This reason, and those below it")] = None
    exactly: Annotated[str, Field(pattern=r"^(none|[1-9][0-9]{0,17})$", description="Just this reason, or none")] = ""
    competitor: Id | None = None
    company: Id | None = None
    industry: Annotated[str, Field(max_length=80)] = ""
    source: Annotated[str, Field(max_length=40)] = ""
    since: Day | None = None
    until: Day | None = None


@router.reads("/deals", Deals, "List deals")
def list_deals(request: TokenRequest, asked: Query[DealsAsked]) -> HttpResponse:
    """Return deals, the newest first. Those deleted at their source are in the view `withdrawn` alone."""
    page = page_of(_whole(_wanted(asked)), order=ORDER, cursor=asked.cursor, size=asked.limit)
    return listed(request, Page(rows_of(page.items), page.next, page.is_first), dict)


@router.reads("/deals/{deal_id}", DealTold, "Read a deal")
def read_deal(request: TokenRequest, deal_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one deal, with its reasons and who said each."""
    return told(row_of(found(deal_id).pk))


def found(deal_id: int) -> Deal:
    """Return a deal. Raises ProblemError 404."""
    return kept(Deal.objects.filter(pk=deal_id).first(), "deal")


def row_of(deal_id: int) -> dict[str, Any]:
    """Return a deal that is there as programs read it."""
    (row,) = rows_of(list(_whole(Deal.objects.filter(pk=deal_id))))
    return row


def rows_of(deals: Sequence[Deal]) -> list[dict[str, Any]]:
    """Return deals, asked for with what is to be decided about them, as programs read them."""
    doubts, currency = doubts_told(deals), installation().currency
    return [_row(deal, doubts[deal.pk], currency) for deal in deals]


def doubts_told(deals: Sequence[Deal]) -> dict[int, list[dict[str, str]]]:
    """Return what is doubtful about deals, with the words it is about, by the deal."""
    of_files = standing_doubts(deals)
    return {
        deal.pk: [{"kind": kind, "said": _said_of(deal, kind)} for kind in doubts_of(deal)]
        + [{"kind": doubt.kind, "said": doubt.said} for doubt in of_files[deal.pk]]
        for deal in deals
    }


def _said_of(deal: Deal, kind: str) -> str:
    if kind == "company":
        return deal.company_said or deal.company_key_said or deal.company_domain_said
    if kind == "stage":
        return deal.stage_said
    return next((row.said for row in deal.reasons.all() if row.said), "")


def _whole(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    return with_doubts(deals).prefetch_related("reasons__reason", "missing__feedback")


def _wanted(asked: DealsAsked) -> QuerySet[Deal]:
    same = ("industry", "since", "until", "exactly")
    wanted = Wanted(
        words=asked.q.strip(),
        outcome=asked.outcome or "",
        reason_id=asked.reason,
        competitor_id=asked.competitor,
        **{name: getattr(asked, name) for name in same},
    )
    rows = in_view(deals_wanted(wanted), asked.view)
    if asked.company:
        rows = rows.filter(company=asked.company)
    return rows.filter(source=asked.source) if asked.source else rows


def _row(deal: Deal, doubts: list[dict[str, str]], currency: str) -> dict[str, Any]:
    ours: dict[str, Any] = {
        "company_external_id_said": deal.company_key_said,
        "pipeline": deal.pipeline_said,
        "stage": deal.stage_said,
        "reporting_currency": currency,
        "reasons": [_reason(row) for row in sorted(deal.reasons.all(), key=lambda row: row.pk)],
        "missing": [
            {"feedback_id": one.feedback_id, "words": one.feedback.words}
            for one in sorted(deal.missing.all(), key=lambda one: one.position)
        ],
        "doubts": doubts,
        "page": page_address(f"deals/{deal.pk}/"),
    }
    return {name: ours[name] if name in ours else getattr(deal, name) for name in DealTold.model_fields}


def _reason(row: DealReason) -> dict[str, Any]:
    ours = {
        "reason": row.reason.key if row.reason else "",
        "noted_by": "program" if row.by_program else "person" if row.recorded_by_id else "source",
    }
    return {name: ours[name] if name in ours else getattr(row, name) for name in ReasonTold.model_fields}
