"""Whose deal it is."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from wellheard.customers.commands import add_company
from wellheard.customers.models import Company
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands import place_feedback
from wellheard.listen.deals.commands.settling import locked_deal, save_columns, take_over
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.listen.deals.queries.matching import companies_for
from wellheard.listen.deals.queries.unplaced import saying
from wellheard.workspace.models import Staff

AT_ONCE = 500

PLACED = names.declare("deal.placed", "We found out whose deal one is.")


@transaction.atomic
def place_deal(*, deal_id: int, company: Company, by: Staff | None) -> Deal:  # noqa: ARG001 - the ledger knows who acts
    """Say whose deal it is; no source says otherwise from then on. What was missing counts for that company."""
    deal = locked_deal(deal_id)
    if deal.company_id != company.pk or deal.company_by != Deal.By.PERSON:
        _place(deal, company, Deal.By.PERSON)
    return deal


@transaction.atomic
def place_deals_said(*, said: str, company: Company, by: Staff | None, source: str = "") -> int:  # noqa: ARG001
    """Say whose all deals are that name a company so, in whatever case, and that nobody could place; return how many.

    With a source only what it told of. Doing so again finds none left.
    """
    deals = list(_left(said, source))
    changed = [_placed(deal, company, Deal.By.PERSON) for deal in deals]
    for start in range(0, len(deals), AT_ONCE):
        save_columns(deals[start : start + AT_ONCE], changed[start : start + AT_ONCE])
    tell_of_places(deals, by=Deal.By.PERSON)
    return len(deals)


@transaction.atomic
def add_company_said(*, said: str, by: Staff | None, source: str = "") -> tuple[Company, int] | None:
    """Add a company of the name that deals say, as a prospect, and let all of them be its; return it, and how many.

    Returns None where no deal is left that says so: a second click adds no second company.
    """
    # Locked first: of two who add it at once, the second finds none left.
    if not list(_left(said, source)):
        return None
    company = add_company(name=said, stage=Company.Stage.PROSPECT)
    return company, place_deals_said(said=said, company=company, by=by, source=source)


def _left(said: str, source: str) -> QuerySet[Deal]:
    left = saying(said)
    return (left.filter(source=source) if source else left).select_for_update(no_key=True).order_by("pk")


def place_deals_left() -> int:
    """Look again whose the deals are of which nobody knew; return how many were placed. For when companies came in."""
    ids = list(Deal.objects.unplaced().order_by("pk").values_list("pk", flat=True))
    return sum(_place_left(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


@transaction.atomic
def _place_left(ids: list[int]) -> int:
    left = list(Deal.objects.select_for_update(no_key=True).unplaced().filter(pk__in=ids).order_by("pk"))
    changed = placed_by_source(left)
    save_columns(left, changed)
    placed = [deal for deal, columns in zip(left, changed, strict=True) if columns]
    tell_of_places(placed, by=Deal.By.SOURCE)
    return len(placed)


def placed_by_source(deals: Sequence[Deal], named: Sequence[Company | None] | None = None) -> list[set[str]]:
    """Place deals by what their source says, but for those a person placed, and leave saving them to the caller.

    `named` are the companies that sources name by our own numbers; they hold before all else that is said of a company.
    Returns the columns that changed of each. A source that now names another company which nobody can tell leaves the deal
    without one, to be decided.
    """
    return [
        set() if deal.company_by == Deal.By.PERSON else _placed(deal, ours or found, Deal.By.SOURCE)
        for deal, ours, found in zip(deals, named or [None] * len(deals), companies_for(deals), strict=True)
    ]


def tell_of_places(deals: Sequence[Deal], *, by: str, beside: str = "") -> None:
    """Record of deals that are saved with another company whose they are, `beside` another fact of them.

    What was missing counts for that company.
    """
    placed = [deal for deal in deals if deal.company_id]
    for missing in DealMissing.objects.filter(deal__in=placed).select_related("deal__company").order_by("pk"):
        place_feedback(feedback_id=missing.feedback_id, company=missing.deal.company)
    if placed:
        ledger.record_beside(beside, PLACED, placed, by=by)


def _place(deal: Deal, company: Company, by: str) -> None:
    was = deal.company_id
    save_columns([deal], [_placed(deal, company, by)])
    tell_of_places([deal] if was != company.pk else [], by=by)


def _placed(deal: Deal, company: Company | None, by: str) -> set[str]:
    if deal.company_id == (company.pk if company else None) and by == Deal.By.SOURCE:
        return set()
    deal.company = company
    industry = deal.industry or (company.industry if company else "")
    return {"company"} | take_over(deal, {"company_by": by if company else "", "industry": industry})
