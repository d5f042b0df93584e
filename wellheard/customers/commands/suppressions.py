"""Addresses we must not write to."""

from django.db import transaction

from wellheard.customers.models import Suppression
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email

SUPPRESSED = names.declare("address.suppressed", "An address is not written to any more, and why.")
UNSUPPRESSED = names.declare("address.unsuppressed", "An address may be written to again.")


@transaction.atomic
def suppress(*, email: str, reason: str) -> Suppression:
    """Write to this address no more; the first reason stays."""
    suppression, is_new = Suppression.objects.get_or_create(
        email=clean_email(email)[:320], defaults={"reason": Suppression.Reason(reason), "since": clock.now()}
    )
    if is_new:
        ledger.record(SUPPRESSED, suppression, reason=suppression.reason)
    return suppression


@transaction.atomic
def unsuppress(*, email: str) -> None:
    """Allow writing to this address again."""
    suppression = Suppression.objects.select_for_update(no_key=True).filter(email=clean_email(email)[:320]).first()
    if suppression:
        ledger.record(UNSUPPRESSED, suppression)
        suppression.delete()
