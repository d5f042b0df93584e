"""Keep contacts: people on their side, by their addresses and ids, and where they belong."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.erasing import require_not_erased, take_in_again
from wellheard.customers.commands.errors import InvalidEmailError, UnknownContactError
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email, clean_line

SAVED = names.declare("contact.saved", "A contact was added or their details changed.")
VERIFIED = names.declare("contact.verified", "A contact proved that an address is theirs.")
CLAIM_ENDED = names.declare("contact.claim_ended", "An address a contact had only claimed was proved by somebody else.")
JOINED = names.declare("contact.joined_company", "A contact was placed in a company.")

Kind = ContactIdentity.Kind


@transaction.atomic
def find_or_make_contact(
    *, email: str = "", external_id: str = "", name: str = "", language: str = "", verified_at: datetime | None = None
) -> Contact:
    """Return the contact with this address or external id, made now if nobody has it.

    Raises InvalidEmailError, and ErasedPersonError for somebody who was erased and does not come back by themselves.

    An empty name is filled in; a known one stays. `verified_at` says when the address was proved to be theirs. A mail domain
    that matches a company links nothing: it is only suggested by `queries.suggested_companies`.
    """
    wanted = clean_identities(email=email, external_id=external_id)
    if verified_at:
        _free_claimed(wanted.get(Kind.EMAIL, ""))
        take_in_again(wanted.items())
    contact = _find(wanted)
    if contact is None:
        require_not_erased(wanted.items())
        return _make(wanted, clean_line(name)[:200], language, verified_at)
    _fill_in(contact, clean_line(name)[:200], language)
    for kind, value in wanted.items():
        _tie(contact, kind, value, verified_at)
    return contact


@transaction.atomic
def save_contact(*, contact_id: int, name: str | None = None, language: str | None = None) -> Contact:
    """Change a contact's name or language; what is left out stays. Raises UnknownContactError."""
    contact = Contact.objects.select_for_update(no_key=True).filter(pk=contact_id).first()
    if contact is None:
        raise UnknownContactError(_("This contact does not exist any more; look for them in the list."))
    values = {"name": name if name is None else clean_line(name)[:200], "language": language}
    changed = [field for field, value in values.items() if value is not None and getattr(contact, field) != value]
    for field in changed:
        setattr(contact, field, values[field])
    if changed:
        contact.save(update_fields=changed)
        ledger.record(SAVED, contact, changed=changed)
    return contact


@transaction.atomic
def join_company(*, contact: Contact, company: Company, role: str = Membership.Role.USER) -> Membership:
    """Place a contact in a company. Their first company is their primary one."""
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    is_first = not contact.memberships.exists()
    membership, is_new = Membership.objects.get_or_create(
        contact=contact, company=company, defaults={"role": role, "is_primary": is_first}
    )
    if is_new or membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
        ledger.record(JOINED, membership, role=role)
    return membership


@transaction.atomic
def make_primary(*, contact: Contact, company: Company) -> Membership:
    """Make this the company a contact speaks for when nothing else is said."""
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    membership, _is_new = Membership.objects.get_or_create(
        contact=contact, company=company, defaults={"is_primary": False}
    )
    if not membership.is_primary:
        contact.memberships.update(is_primary=False)
        membership.is_primary = True
        membership.save(update_fields=["is_primary"])
        ledger.record(JOINED, membership, role=membership.role)
    return membership


def clean_identities(*, email: str = "", external_id: str = "") -> dict[Kind, str]:
    """Return the ways to know a contact, as they are compared. Raises InvalidEmailError."""
    wanted: dict[Kind, str] = {}
    # The vendor's own id decides when an address meanwhile belongs to somebody else.
    if external := clean_line(external_id)[:320]:
        wanted[Kind.EXTERNAL] = external
    if address := clean_email(email):
        _check_email(address)
        wanted[Kind.EMAIL] = address
    return wanted


def _check_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as problem:
        shown = address[:80]
        raise InvalidEmailError(
            _("“%(address)s” is not an e-mail address; write one such as ada@example.com.") % {"address": shown}
        ) from problem


def _find(wanted: dict[Kind, str]) -> Contact | None:
    for kind, value in wanted.items():
        identity = ContactIdentity.objects.select_related("contact").filter(kind=kind, value=value).first()
        if identity:
            return identity.contact
    return None


def _free_claimed(address: str) -> None:
    """Take an address from whoever only claimed it: its owner must not come into the account of somebody else."""
    claimed = ContactIdentity.objects.select_related("contact").filter(kind=Kind.EMAIL, value=address)
    for identity in claimed.filter(verified_at=None).exclude(claimed_at=None):
        identity.delete()
        ledger.record(CLAIM_ENDED, identity.contact)


def _make(wanted: dict[Kind, str], name: str, language: str, verified_at: datetime | None) -> Contact:
    try:
        with transaction.atomic():
            contact = Contact.objects.create(name=name, language=language, created_at=clock.now())
            ContactIdentity.objects.bulk_create(
                ContactIdentity(
                    contact=contact,
                    kind=kind,
                    value=value,
                    verified_at=verified_at if kind == Kind.EMAIL else None,
                )
                for kind, value in wanted.items()
            )
            ledger.record(SAVED, contact)
    except IntegrityError:
        # Somebody made the same contact a moment ago.
        found = _find(wanted)
        if found is None:
            raise
        return found
    return contact


def _fill_in(contact: Contact, name: str, language: str) -> None:
    missing = {
        field: value
        for field, value in (("name", name), ("language", language))
        if value and not getattr(contact, field)
    }
    if missing:
        for field, value in missing.items():
            setattr(contact, field, value)
        contact.save(update_fields=list(missing))
        ledger.record(SAVED, contact, changed=list(missing))


def _tie(contact: Contact, kind: Kind, value: str, verified_at: datetime | None) -> None:
    identity, _is_new = ContactIdentity.objects.get_or_create(kind=kind, value=value, defaults={"contact": contact})
    is_news = verified_at is not None and kind == Kind.EMAIL and identity.verified_at is None
    if is_news and identity.contact_id == contact.pk:
        identity.verified_at = verified_at
        identity.save(update_fields=["verified_at"])
        ledger.record(VERIFIED, contact)
