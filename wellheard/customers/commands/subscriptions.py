"""Keep what companies pay for; a company's MRR follows in the same transaction."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.companies import MOST_SEATS
from wellheard.customers.commands.errors import CustomerError, UnknownCompanyError
from wellheard.customers.commands.mrr import recompute_mrr
from wellheard.customers.models import Company, Subscription
from wellheard.customers.queries import company_known_as
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.models import Product

SAVED = names.declare("subscription.saved", "A subscription was added or changed.")

MOST_MINOR = 2**62


class SubscriptionFields(TypedDict, total=False):
    """What may be said about a subscription. Amounts are per month, in minor units of the currency; `until` is not included."""

    external_id: str
    product: Product | None
    plan: str
    seats: int | None
    amount_minor: int
    currency: str
    from_on: date
    until: date | None


@transaction.atomic
def save_subscription(*, company_id: int, **fields: Unpack[SubscriptionFields]) -> Subscription:
    """Add a subscription, or bring the one with this external id up to date. Raises CustomerError with a sentence."""
    clean = clean_subscription(fields)
    if not Company.objects.filter(pk=company_id).exists():
        raise UnknownCompanyError(_("This company does not exist any more; look for it in the list of companies."))
    values = clean | {"company_id": company_id}
    known = _known(clean.get("external_id", ""))
    return _change(known, values) if known else _add(values)


def clean_subscription(fields: SubscriptionFields) -> dict[str, Any]:
    """Return the fields as they are stored. Raises CustomerError when one cannot be."""
    clean: dict[str, Any] = dict(fields)
    for field, most in (("external_id", 100), ("plan", 80)):
        if field in clean:
            clean[field] = clean_line(clean[field])[:most]
    if "currency" in clean:
        clean["currency"] = _currency(clean["currency"])
    if not 0 <= clean.get("amount_minor", 0) <= MOST_MINOR:
        raise CustomerError(_("A subscription's amount is 0 or more; correct it."))
    if (seats := clean.get("seats")) is not None and not 0 <= seats <= MOST_SEATS:
        raise CustomerError(_("Seats are a whole number from 0 up; correct it."))
    if clean.get("until") and clean.get("from_on") and clean["until"] < clean["from_on"]:
        raise CustomerError(_("This subscription ends before it starts; correct one of the two days."))
    return clean


def _currency(code: str) -> str:
    code = clean_line(code).upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 4217
        raise CustomerError(_("“%(code)s” is no currency; use three letters such as USD or EUR.") % {"code": code})
    return code


def _known(external_id: str) -> Subscription | None:
    if not external_id:
        return None
    return Subscription.objects.select_for_update(of=("self",), no_key=True).filter(external_id=external_id).first()


def _add(values: dict[str, Any]) -> Subscription:
    if missing := {"amount_minor", "currency", "from_on"} - values.keys():
        raise CustomerError(_("A new subscription needs %(what)s; add it.") % {"what": ", ".join(sorted(missing))})
    subscription = Subscription.objects.create(**values)
    ledger.record(SAVED, subscription)
    recompute_mrr(company_ids=[subscription.company_id])
    return subscription


def _change(subscription: Subscription, values: dict[str, Any]) -> Subscription:
    old_company_id = subscription.company_id
    changed = [field for field, value in values.items() if getattr(subscription, field) != value]
    for field in changed:
        setattr(subscription, field, values[field])
    if subscription.until and subscription.until < subscription.from_on:
        raise CustomerError(_("This subscription ends before it starts; correct one of the two days."))
    if changed:
        subscription.save(update_fields=changed)
        ledger.record(SAVED, subscription, changed=sorted(changed))
        recompute_mrr(company_ids=[old_company_id, subscription.company_id])
    return subscription


@transaction.atomic
def set_stated_mrr(*, external_id: str, amount_minor: int, currency: str, since: date | None = None) -> None:
    """Take over what the vendor's server says a company pays a month; the same amount again changes nothing.

    It stands in one subscription of its own, beside those that were imported or written down. Raises CustomerError.
    """
    company = company_known_as(clean_line(external_id))
    if company is None:
        raise UnknownCompanyError(_("There is no company with this id; send its name too, so that it can be added."))
    key = f"identify:{company.pk}"
    known = Subscription.objects.filter(external_id=key).first()
    save_subscription(
        company_id=company.pk,
        external_id=key,
        amount_minor=amount_minor,
        currency=currency,
        from_on=since or (known.from_on if known else clock.today()),
    )
