"""Whose deal it is."""

from django.db import transaction

from wellheard.customers.models import Company
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands import place_feedback
from wellheard.listen.deals.commands.settling import locked_deal
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.matching import company_for
from wellheard.workspace.models import Staff

PLACED = names.declare("deal.placed", "We found out whose deal one is.")


@transaction.atomic
def place_deal(*, deal_id: int, company: Company, by: Staff | None) -> Deal:  # noqa: ARG001 - the ledger knows who acts
    """Say whose deal it is; no source says otherwise from then on. What was missing counts for that company."""
    deal = locked_deal(deal_id)
    if deal.company_id != company.pk or deal.company_by != Deal.By.PERSON:
        _place(deal, company, Deal.By.PERSON)
    return deal


@transaction.atomic
def place_deals_left() -> int:
    """Look again whose the deals are of which nobody knew; return how many were placed. For when companies came in."""
    left = Deal.objects.select_for_update(no_key=True).unplaced().order_by("pk")
    return sum(bool(place_by_source(deal)) for deal in left)


def place_by_source(deal: Deal) -> set[str]:
    """Place a deal by what its source says, unless a person did; return the columns that changed.

    A source that now names another company which nobody can tell leaves the deal without one, to be decided.
    """
    if deal.company_by == Deal.By.PERSON:
        return set()
    company = company_for(deal)
    if company is None and deal.company_id is None:
        return set()
    if company and company.pk == deal.company_id:
        return set()
    _place(deal, company, Deal.By.SOURCE)
    return {"company"}


def _place(deal: Deal, company: Company | None, by: str) -> None:
    was = deal.company_id
    deal.company, deal.company_by = company, by if company else ""
    deal.industry = deal.industry or (company.industry if company else "")
    deal.save(update_fields=["company", "company_by", "industry"])
    if company:
        for missing in deal.missing.order_by("position"):
            place_feedback(feedback_id=missing.feedback_id, company=company)
        if was != company.pk:
            ledger.record(PLACED, deal, by=by)
