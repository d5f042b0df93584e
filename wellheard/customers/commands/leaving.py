"""Count what a company that left pays until the end of what it paid for, also while billing has not ended it yet."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from wellheard.customers.commands.mrr import recompute_mrr
from wellheard.customers.models import Subscription
from wellheard.customers.segments.fields import months_before
from wellheard.foundation.facts import ledger, names

LOST = names.declare(
    "subscription.lost", "Its company left: a subscription counts until `until`, the end of what was paid for."
)
KEPT = names.declare("subscription.kept", "Its company is back, or had not left: a subscription counts on.")


@transaction.atomic
def count_until_paid_for(*, company_id: int, left_on: date) -> None:
    """Let what a company pays count until the end of what it had paid for when it left. Safe to repeat.

    That is the day on which its contract renews, where it is known, else the end of the month that each subscription is in, as
    it is not known how often each is billed. Where billing names an end, that one holds; what begins later counts as ever.
    """
    theirs = Subscription.objects.select_for_update(of=("self",), no_key=True).select_related("company")
    running = theirs.filter(company_id=company_id, until=None, from_on__lte=left_on)
    for one in running.filter(Q(lost_on=None) | Q(lost_on__lte=left_on)).order_by("pk"):
        one.lost_on = _paid_until(one, left_on)
        one.save(update_fields=["lost_on"])
        ledger.record(LOST, one, until=one.lost_on.isoformat())
    recompute_mrr(company_ids=[company_id])


@transaction.atomic
def count_on(*, company_id: int) -> None:
    """Let what a company pays count as before: it is back, or it was a mistake that it left. Safe to repeat."""
    theirs = Subscription.objects.select_for_update(no_key=True).filter(company_id=company_id).exclude(lost_on=None)
    for one in theirs.order_by("pk"):
        one.lost_on = None
        one.save(update_fields=["lost_on"])
        ledger.record(KEPT, one)
    recompute_mrr(company_ids=[company_id])


def _paid_until(one: Subscription, left_on: date) -> date:
    renews_on = one.company.renews_on
    if renews_on and renews_on > left_on:
        return renews_on
    months = (left_on.year - one.from_on.year) * 12 + left_on.month - one.from_on.month
    this_month = months_before(one.from_on, -months)
    return this_month if this_month > left_on else months_before(one.from_on, -months - 1)
