"""What a company that said it leaves still counts with: until the end of what it paid for, also before billing ends it."""

from django.db import transaction

from wellheard.customers.commands import count_on, count_until_paid_for
from wellheard.customers.models import Subscription
from wellheard.listen.departures.models import Cancellation, Departure

# What billing and imports tell of a departure ends no money: their subscriptions say when it ends.
_SAID_SO = (Departure.ReportedBy.CUSTOMER, Departure.ReportedBy.STAFF)


@transaction.atomic
def settle_notice(*, company_id: int) -> None:
    """Let what a company pays count as its departures have it: until the end of what it paid for while it is away, else on.

    Safe to repeat, and in whichever order what happened is heard of.
    """
    # Two at once wait for each other here, and the second sees what is so by then.
    rows = list(Subscription.objects.select_for_update(no_key=True).filter(company_id=company_id).order_by("pk"))
    away = Departure.objects.open().filter(company_id=company_id).first()
    if away is None and any(one.lost_on for one in rows):
        count_on(company_id=company_id)
    elif away and any(one.until is None for one in rows) and _is_said(away):
        count_until_paid_for(company_id=company_id, left_on=away.left_on)


def _is_said(away: Departure) -> bool:
    """Tell whether they said so themselves, or one of us did."""
    by_form = Cancellation.objects.filter(departure=away, outcome=Cancellation.Outcome.LEFT)
    return away.reported_by in _SAID_SO or by_form.exists()
