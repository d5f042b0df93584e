"""Write down a deal by hand, and mend one."""

from dataclasses import replace

from django.db import transaction

from wellheard.customers.models import Company
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.commands.hearing import hear_deal
from wellheard.listen.deals.commands.placing import place_deal
from wellheard.listen.deals.commands.settling import locked_deal, settle
from wellheard.listen.deals.drafts import DealDraft
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.matching import colleague_called
from wellheard.listen.deals.reading import said_values
from wellheard.workspace.commands import StaleError
from wellheard.workspace.models import Staff

EDITED = names.declare("deal.edited", "One of us changed a deal; `changed` names what.")

BY_HAND = "by_hand"
_EDITABLE = ("title", "amount_minor", "currency", "industry", "opened_on", "owner_said")


@transaction.atomic
def record_deal(*, draft: DealDraft, company: Company | None, by: Staff) -> Deal:
    """Write down a deal that no CRM tells of. The same form sent twice is one deal. Raises DealError."""
    heard = hear_deal(
        draft=replace(draft, source=BY_HAND, company_name=company.name if company else draft.company_name)
    )
    if company and heard.deal.company_id != company.pk:
        return place_deal(deal_id=heard.deal.pk, company=company, by=by)
    return heard.deal


@transaction.atomic
def edit_deal(*, deal_id: int, version: int, draft: DealDraft, by: Staff) -> Deal:  # noqa: ARG001 - the ledger knows who acts
    """Change what a deal is called, what it is worth, its industry, its owner and when it began.

    What is left empty stays; a source that tells of the deal again says otherwise. Raises DealError, or StaleError after
    another's edit.
    """
    deal = locked_deal(deal_id)
    if deal.version != version:
        raise StaleError
    values = {column: value for column, value in said_values(draft).items() if column in _EDITABLE}
    changed = [column for column, value in values.items() if getattr(deal, column) != value]
    if not changed:
        return deal
    for column in changed:
        setattr(deal, column, values[column])
    deal.owner = colleague_called(deal.owner_said) or deal.owner
    deal.version += 1
    deal.save(update_fields=[*changed, "owner", "version"])
    ledger.record(EDITED, deal, changed=sorted(changed))
    settle(deal)
    return deal
