"""What a list of companies says they pay a month, for vendors who keep no list of subscriptions.

It stands in one subscription of its own and counts until subscriptions of the company are imported: those know better, and both
together would count the same money twice.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from wellheard.customers.commands.subscriptions import SubscriptionFields, clean_subscription
from wellheard.customers.models import Subscription
from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names

SUBSCRIPTION_IMPORTED = names.declare("subscription.imported", "An import added a subscription or changed it.")

_STATED = "stated:"


@transaction.atomic
def import_stated_mrr(*, stated: Mapping[int, SubscriptionFields]) -> set[int]:
    """Take over what companies, by their keys, are said to pay; return those left out because their subscriptions are known.

    The same amount again changes nothing. MRR follows once, by `settle_mrr` at the end of the import. Raises CustomerError for an
    amount that cannot be.
    """
    theirs = Subscription.objects.select_for_update(no_key=True).filter(company_id__in=stated).order_by("pk")
    known: dict[int, Subscription] = {}
    itemised: set[int] = set()
    for subscription in theirs:
        if subscription.external_id.startswith(_STATED):
            known[subscription.company_id] = subscription
        else:
            itemised.add(subscription.company_id)
    for company_id, fields in stated.items():
        if company_id not in itemised:
            _state(company_id, known.get(company_id), fields)
    return itemised


def end_stated_mrr(*, company_ids: Collection[int]) -> None:
    """Let what these companies were said to pay count no longer, now that their subscriptions are known."""
    stated = Subscription.objects.select_for_update(no_key=True).filter(
        company_id__in=company_ids, external_id__startswith=_STATED, until=None
    )
    itemised = set(
        Subscription.objects.filter(company_id__in=company_ids)
        .exclude(external_id__startswith=_STATED)
        .values_list("company_id", flat=True)
    )
    ended = [subscription for subscription in stated.order_by("pk") if subscription.company_id in itemised]
    for subscription in ended:
        _change(subscription, {"until": subscription.from_on})


def _state(company_id: int, known: Subscription | None, fields: SubscriptionFields) -> None:
    """Write down one company's amount; without a first day it counts from today."""
    values = clean_subscription(fields)
    if known is None:
        values = {"from_on": clock.today()} | values
        added = Subscription.objects.create(company_id=company_id, external_id=f"{_STATED}{company_id}", **values)
        journal.added([added])
        ledger.record(SUBSCRIPTION_IMPORTED, added, change="new")
        return
    _change(known, values)


def _change(subscription: Subscription, values: Mapping[str, Any]) -> None:
    before = {
        name: getattr(subscription, name) for name, value in values.items() if getattr(subscription, name) != value
    }
    if not before:
        return
    for name in before:
        setattr(subscription, name, values[name])
    subscription.save(update_fields=list(before))
    journal.changed(subscription, before)
    ledger.record(SUBSCRIPTION_IMPORTED, subscription, change="updated")
