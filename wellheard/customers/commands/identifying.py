"""Know again who uses the vendor's product: by its own id of them, by a proved address, by the device they began on.

Whoever can say an address without proving it must not come into what its owner told us, nor catch what is told them later.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands.companies import CompanyFields, save_company
from wellheard.customers.commands.contacts import SAVED, VERIFIED, clean_identities, join_company
from wellheard.customers.commands.erasing import require_not_erased, take_in_again
from wellheard.customers.commands.errors import CustomerError, InvalidEmailError, TokenError
from wellheard.customers.commands.identity_keys import note_key_used
from wellheard.customers.commands.merging import merge_contacts
from wellheard.customers.identity.tokens import read_token
from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.customers.queries import company_known_as
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger
from wellheard.foundation.text.clean import clean_line

Kind = ContactIdentity.Kind

MOST_ATTRIBUTES = 50
MOST_KEY, MOST_VALUE = 60, 500


class Trust(StrEnum):
    """How far an address can be believed: proved by its owner, vouched for by the vendor's server, or only claimed."""

    PROVED = "proved"
    VOUCHED = "vouched"
    CLAIMED = "claimed"


@dataclass(frozen=True)
class Known:
    """What the vendor's product knows of a person."""

    external_id: str
    email: str = ""
    trust: Trust = Trust.CLAIMED
    name: str = ""
    language: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


def identify_by_token(*, token: str) -> Contact:
    """Return the contact that a signed identity token (JWT) names, kept up to date with what it says.

    Raises TokenError with a sentence when the token cannot be believed. The token is read before anything is locked, as a
    set of keys may have to be fetched for it.
    """
    claims = read_token(token)
    known = _known(claims.said)
    with transaction.atomic():
        contact = identify(known=known, company=_company_said(claims.said.get("company")))
        note_key_used(key=claims.key)
    return contact


@transaction.atomic
def identify(*, known: Known, company: CompanyFields | None = None) -> Contact:
    """Return the contact with the vendor's own id, made or brought up to date; saying the same again changes nothing.

    An address joins what was told under it only as far as it can be believed. Raises CustomerError, and ErasedPersonError
    for somebody who was erased and did not come back by themselves.
    """
    wanted = clean_identities(external_id=known.external_id, email=known.email)
    if Kind.EXTERNAL not in wanted:
        raise CustomerError(_("Say which person it is: your product's own id of them is missing."))
    contact = _contact_of(wanted[Kind.EXTERNAL], wanted.get(Kind.EMAIL, ""), known.trust)
    if address := wanted.get(Kind.EMAIL):
        _tie_address(contact, address, known.trust)
    _keep_traits(contact, known)
    if company and (place := _company(company)):
        join_company(contact=contact, company=place)
    return contact


def _contact_of(external_id: str, address: str, trust: Trust) -> Contact:
    there = _identity(Kind.EXTERNAL, external_id)
    if there:
        return there.contact
    owner = _identity(Kind.EMAIL, address)
    _require_welcome(external_id, address, owner)
    try:
        with transaction.atomic():
            contact = owner.contact if owner and _is_theirs(owner, trust) else _new()
            ContactIdentity.objects.create(contact=contact, kind=Kind.EXTERNAL, value=external_id)
            ledger.record(SAVED, contact)
    except IntegrityError:
        # The same person was identified a moment ago.
        there = _identity(Kind.EXTERNAL, external_id)
        if there is None:
            raise
        return there.contact
    return contact


def _require_welcome(external_id: str, address: str, owner: ContactIdentity | None) -> None:
    """Let nobody who was erased be told to us again, unless they proved since that the address is theirs."""
    if owner and owner.verified_at:
        take_in_again([(Kind.EXTERNAL, external_id)])
        return
    require_not_erased([(Kind.EXTERNAL, external_id), (Kind.EMAIL, address)])


def _new() -> Contact:
    return Contact.objects.create(created_at=clock.now())


def _identity(kind: Kind, value: str) -> ContactIdentity | None:
    if not value:
        return None
    return ContactIdentity.objects.select_related("contact").filter(kind=kind, value=value).first()


def _is_theirs(owner: ContactIdentity, trust: Trust) -> bool:
    """Tell whether who says this address is the person we know by it, and not somebody who would like to be."""
    if trust == Trust.PROVED:
        return not _is_only_claimed(owner)
    is_free = owner.verified_at is None and not _is_only_claimed(owner)
    return trust == Trust.VOUCHED and is_free and not _has_external_id(owner.contact)


def _has_external_id(contact: Contact) -> bool:
    return contact.identities.filter(kind=Kind.EXTERNAL).exists()


def _is_only_claimed(owner: ContactIdentity) -> bool:
    return owner.verified_at is None and owner.claimed_at is not None


def _tie_address(contact: Contact, address: str, trust: Trust) -> None:
    owner = _identity(Kind.EMAIL, address)
    if owner and owner.contact_id != contact.pk and _is_theirs(owner, trust) and not _has_external_id(owner.contact):
        # The same person, known until now by their address alone.
        merge_contacts(kept_id=contact.pk, gone_id=owner.contact_id, by=None)
        owner.refresh_from_db()
    if owner is None:
        require_not_erased([(Kind.EMAIL, address)])
        moment = clock.now()
        is_proved, is_claimed = trust == Trust.PROVED, trust == Trust.CLAIMED
        ContactIdentity.objects.get_or_create(
            kind=Kind.EMAIL,
            value=address,
            defaults={
                "contact": contact,
                "verified_at": moment if is_proved else None,
                "claimed_at": moment if is_claimed else None,
            },
        )
    elif owner.contact_id == contact.pk or (_is_only_claimed(owner) and trust != Trust.CLAIMED):
        _raise_trust(owner, contact, trust)


def _raise_trust(owner: ContactIdentity, contact: Contact, trust: Trust) -> None:
    """Let an address that was only claimed become what it is now known to be, also when somebody else had claimed it."""
    if owner.verified_at or trust == Trust.CLAIMED or not (trust == Trust.PROVED or owner.claimed_at):
        return
    owner.contact, owner.claimed_at = contact, None
    owner.verified_at = clock.now() if trust == Trust.PROVED else None
    owner.save(update_fields=["contact", "claimed_at", "verified_at"])
    if owner.verified_at:
        ledger.record(VERIFIED, contact)


def _keep_traits(contact: Contact, known: Known) -> None:
    values = {
        "name": clean_line(known.name)[:200] or contact.name,
        "language": clean_line(known.language)[:10] or contact.language,
        "attributes": contact.attributes | clean_attributes(known.attributes),
    }
    changed = [name for name, value in values.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, values[name])
    if changed:
        contact.save(update_fields=changed)
        ledger.record(SAVED, contact, changed=changed)


def clean_attributes(said: dict[str, Any]) -> dict[str, Any]:
    """Return attributes as they are kept: short keys, texts, numbers and yes/no. Raises CustomerError for what is neither."""
    if len(said) > MOST_ATTRIBUTES:
        raise CustomerError(_("Send at most %(most)d attributes.") % {"most": MOST_ATTRIBUTES})
    kept: dict[str, Any] = {}
    for name, value in said.items():
        key = clean_line(str(name))[:MOST_KEY]
        if not isinstance(value, str | int | float | bool | None):
            raise CustomerError(_("The attribute “%(name)s” must be a text, a number or yes or no.") % {"name": key})
        kept[key] = clean_line(value)[:MOST_VALUE] if isinstance(value, str) else value
    return kept


def _company(said: CompanyFields) -> Company | None:
    """Return the company with the vendor's own id, made or brought up to date. A name alone proves nothing."""
    if not said.get("external_id"):
        return None
    known = company_known_as(said["external_id"])
    return save_company(**said) if known or said.get("name") else None


def _known(said: dict[str, Any]) -> Known:
    address = _text(said.get("email"))
    try:
        clean_identities(email=address)
    except InvalidEmailError:
        # Products let people type anything as their address; who they are is told by the id.
        address = ""
    traits = said.get("attributes")
    return Known(
        external_id=_text(said["sub"]),
        email=address,
        trust=Trust.PROVED if said.get("email_verified") is True else Trust.CLAIMED,
        name=_text(said.get("name")),
        language=_text(said.get("locale"))[:10],
        attributes=clean_attributes(traits) if isinstance(traits, dict) else {},
    )


def _company_said(said: object) -> CompanyFields | None:
    """Return what a token says about the company; what it pays is only believed from a server's key."""
    if said is None:
        return None
    if not isinstance(said, dict):
        raise TokenError(_("The token's company must be an object with its id and name."))
    names = {"external_id": said.get("id")} | {name: said.get(name) for name in ("name", "domain", "plan", "industry")}
    fields = {name: clean_line(_text(value)) for name, value in names.items() if value is not None}
    return cast("CompanyFields", fields)


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
