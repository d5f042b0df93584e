"""Write a person of theirs into the book by hand: name, addresses, places in companies, attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.attributes import settled
from wellheard.customers.commands.contacts import JOINED, SAVED, clean_identities
from wellheard.customers.commands.erasing import ErasedPersonError, require_not_erased
from wellheard.customers.commands.errors import CustomerError, UnknownContactError
from wellheard.customers.models import Attribute, Contact, ContactIdentity, Membership
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands import StaleError

LEFT = names.declare("contact.left_company", "A contact does not belong to a company any more.")

MOST_ADDRESSES, MOST_PLACES = 10, 20
Kind = ContactIdentity.Kind


@dataclass(frozen=True)
class Place:
    """A contact's place in a company."""

    company_id: int
    role: str = Membership.Role.USER


class ContactFields(TypedDict, total=False):
    """What a form says of a contact. The first place is the company they speak for when nothing else is said."""

    name: str
    language: str
    emails: Sequence[str]
    places: Sequence[Place]
    attributes: dict[str, Any]


@transaction.atomic
def add_contact(**fields: Unpack[ContactFields]) -> Contact:
    """Add a contact. Raises CustomerError when they have neither a name nor an address, or an address is somebody else's."""
    name = clean_line(fields.get("name", ""))[:200]
    if not name and not any(clean_line(email) for email in fields.get("emails", ())):
        raise CustomerError(_("A contact needs a name or an address; write one of them."), field="name")
    contact = Contact.objects.create(name=name, created_at=clock.now())
    _keep(contact, fields)
    ledger.record(SAVED, contact)
    return contact


@transaction.atomic
def edit_contact(*, contact_id: int, version: int, **fields: Unpack[ContactFields]) -> Contact:
    """Change a contact somebody had open in a form; addresses and places that are missing are taken away.

    Raises UnknownContactError, CustomerError, or StaleError after another's edit.
    """
    contact = Contact.objects.select_for_update(no_key=True).filter(pk=contact_id).first()
    if contact is None:
        raise UnknownContactError(_("This contact does not exist any more; look for them in the list."))
    if contact.version != version:
        raise StaleError
    changed = _keep(contact, fields)
    if changed:
        contact.version += 1
        contact.save(update_fields=["version"])
        ledger.record(SAVED, contact, changed=changed)
    return contact


def _keep(contact: Contact, fields: ContactFields) -> list[str]:
    """Write what differs; return what it was."""
    changed = _keep_columns(contact, fields)
    if "emails" in fields and _keep_addresses(contact, fields["emails"]):
        changed.append("emails")
    if "places" in fields and _keep_places(contact, fields["places"]):
        changed.append("places")
    return changed


def _keep_columns(contact: Contact, fields: ContactFields) -> list[str]:
    wanted: dict[str, Any] = {}
    if "name" in fields:
        wanted["name"] = clean_line(fields["name"])[:200]
    if "language" in fields:
        wanted["language"] = clean_line(fields["language"])[:10]
    if "attributes" in fields:
        wanted["attributes"] = settled(fields["attributes"], Attribute.objects.of_contacts())
    changed = [field for field, value in wanted.items() if getattr(contact, field) != value]
    for field in changed:
        setattr(contact, field, wanted[field])
    if changed:
        contact.save(update_fields=changed)
    return changed


def _keep_addresses(contact: Contact, emails: Iterable[str]) -> bool:
    wanted = list(dict.fromkeys(_address(email) for email in emails if clean_line(email)))
    if len(wanted) > MOST_ADDRESSES:
        raise CustomerError(
            _("A contact has at most %(most)d addresses; remove some.") % {"most": MOST_ADDRESSES}, field="emails"
        )
    known = {one.value: one for one in ContactIdentity.objects.filter(kind=Kind.EMAIL, value__in=wanted)}
    if others := [value for value, one in known.items() if one.contact_id != contact.pk]:
        raise CustomerError(
            _("%(address)s belongs to another contact; open that one, or write another address.")
            % {"address": others[0]},
            field="emails",
        )
    for value in set(wanted) - known.keys():
        _require_not_erased(value)
    gone, _by_model = contact.identities.filter(kind=Kind.EMAIL).exclude(value__in=wanted).delete()
    new = [ContactIdentity(contact=contact, kind=Kind.EMAIL, value=value) for value in wanted if value not in known]
    ContactIdentity.objects.bulk_create(new)
    return bool(gone or new)


def _require_not_erased(address: str) -> None:
    try:
        require_not_erased([(Kind.EMAIL, address)])
    except CustomerError as problem:
        raise ErasedPersonError(str(problem), field="emails") from problem


def _address(email: str) -> str:
    try:
        return clean_identities(email=email)[Kind.EMAIL]
    except CustomerError as problem:
        raise CustomerError(str(problem), field="emails") from problem


def _keep_places(contact: Contact, places: Sequence[Place]) -> bool:
    wanted = {place.company_id: place.role for place in places}
    if len(wanted) > MOST_PLACES:
        raise CustomerError(_("A contact belongs to at most %(most)d companies.") % {"most": MOST_PLACES})
    primary = places[0].company_id if places else None
    has = {one.company_id: one for one in contact.memberships.all()}
    if {pk: one.role for pk, one in has.items()} == wanted and all(
        one.is_primary == (pk == primary) for pk, one in has.items()
    ):
        return False
    for company_id in has.keys() - wanted.keys():
        ledger.record(LEFT, has[company_id])
        has[company_id].delete()
    # One primary place at a time: the old one steps down before the new one stands up.
    contact.memberships.update(is_primary=False)
    for company_id, role in wanted.items():
        _place(contact, company_id, role, has.get(company_id), primary)
    return True


def _place(contact: Contact, company_id: int, role: str, has: Membership | None, primary: int | None) -> None:
    is_primary = company_id == primary
    if has is None:
        has = Membership.objects.create(contact=contact, company_id=company_id, role=role, is_primary=is_primary)
        ledger.record(JOINED, has, role=role)
        return
    is_news = has.role != role or has.is_primary != is_primary
    has.role, has.is_primary = role, is_primary
    has.save(update_fields=["role", "is_primary"])
    if is_news:
        ledger.record(JOINED, has, role=role)
