"""Erase what is known of one person, for good."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import CustomerError, UnknownContactError
from wellheard.customers.erasing import all_parts, person_of
from wellheard.customers.models import Contact, ErasedAddress
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands import forget_what_was_answered

ERASED = names.declare("contact.erased", "What was known of a contact was erased; codes and counts stay.")

TAKEN_IN_AGAIN = names.declare(
    "address.taken_in_again", "An address or id of somebody who was erased may be taken in again: they came back."
)

_SALT = "wellheard.customers.erased"


class ErasedPersonError(CustomerError):
    """Somebody with this address or id was erased; only they themselves, or an admin they asked, bring them back."""


@transaction.atomic
def erase_contact(*, contact_id: int) -> Contact:
    """Erase a person in every part of the product, with everybody joined to them. Nothing brings it back but a backup.

    Their addresses stay as keyed hashes, so that an import does not take them in again. Repeating it changes nothing.
    Raises UnknownContactError.
    """
    ids = person_of(contact_id).ids
    locked = {
        row.pk: row for row in Contact.with_merged.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    }
    # Asked again under the lock: somebody may have been joined to them meanwhile.
    person = person_of(contact_id)
    contact = locked.get(person.ids[0])
    if contact is None:
        raise UnknownContactError(_("This contact does not exist any more; look for them in the list."))
    if contact.erased_at:
        return contact
    for part in all_parts():
        part.before(person)
    for part in all_parts():
        part.erase(person)
    forget_what_was_answered()
    now = clock.now()
    ErasedAddress.objects.bulk_create(
        [ErasedAddress(address_hash=_hash(kind, value), erased_at=now) for kind, value in person.known_as],
        ignore_conflicts=True,
    )
    ledger.record(ERASED, contact)
    contact.refresh_from_db()
    return contact


def erased_among(known: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which of these kinds and values belonged to somebody who was erased."""
    by_hash = {_hash(kind, value): (kind, value) for kind, value in known}
    found = ErasedAddress.objects.filter(address_hash__in=by_hash).values_list("address_hash", flat=True)
    return {by_hash[one] for one in found}


def require_not_erased(wanted: Iterable[tuple[str, str]]) -> None:
    """Raise ErasedPersonError when one of these ids and addresses belonged to somebody who was erased."""
    if erased_among(wanted):
        raise ErasedPersonError(
            _(
                "This person was erased when they asked for it, and is not taken in again. If they want to be known "
                "again, they sign in on the portal with a code, or an admin allows it under Settings, Not written to."
            )
        )


@transaction.atomic
def take_in_again(known: Iterable[tuple[str, str]]) -> int:
    """Let these addresses and ids be known again, because their owner came back; return how many were erased."""
    hashes = [_hash(kind, value) for kind, value in known]
    marks = list(ErasedAddress.objects.select_for_update(no_key=True).filter(address_hash__in=hashes).order_by("pk"))
    for mark in marks:
        ledger.record(TAKEN_IN_AGAIN, mark)
        mark.delete()
    return len(marks)


def _hash(kind: str, value: str) -> str:
    return salted_hmac(_SALT, f"{kind} {value}", algorithm="sha256").hexdigest()
