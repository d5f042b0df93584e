"""Say how a deal ended, by hand."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.commands.settling import locked_deal, settle
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.reading import sane_day
from wellheard.workspace.models import Staff

RECORDED = names.declare("deal.outcome_recorded", "One of us said how a deal ended, or that it is open.")


@transaction.atomic
def record_outcome(*, deal_id: int, outcome: str, by: Staff, closed_on: date | None = None) -> Deal:  # noqa: ARG001
    """Say how a deal ended. It holds until the source tells of another stage or end. Raises DealError."""
    deal = locked_deal(deal_id)
    if outcome not in Deal.Outcome.values:
        raise DealError(_("Choose how this deal ended, or that it is open."), field="outcome")
    day = sane_day(closed_on, "closed_on")
    if day and day > clock.today():
        raise DealError(
            _("A deal cannot have ended in the future; leave it open, or choose another day."), field="closed_on"
        )
    if (deal.outcome, deal.outcome_by) == (outcome, Deal.By.PERSON) and day in {None, deal.closed_on}:
        return deal
    was = deal.outcome
    deal.outcome_by, deal.close_said_on = Deal.By.PERSON, day or deal.close_said_on
    deal.version += 1
    deal.save(update_fields=["outcome_by", "close_said_on", "version"])
    ledger.record(RECORDED, deal, outcome=outcome, was=was)
    settle(deal, to=outcome)
    return deal
