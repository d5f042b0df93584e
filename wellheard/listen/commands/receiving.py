"""Keep what another program tells us a customer said, with the contact and company it names."""

from dataclasses import dataclass
from typing import Any, Literal, Unpack

from django.db import transaction

from wellheard.customers.commands import (
    CompanyFields,
    ErasedPersonError,
    find_or_make_contact,
    join_company,
    save_company,
)
from wellheard.customers.models import Company, Contact
from wellheard.customers.queries import company_known_as
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands.feedback import FeedbackFields, Heard, hear


@dataclass(frozen=True)
class Person:
    """Who said it, as the other program knows them; without address and id it is only a name beside the words."""

    email: str = ""
    external_id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Organisation:
    """For which company, as the other program knows it."""

    external_id: str = ""
    name: str = ""


@transaction.atomic
def receive_feedback(
    *,
    words: str,
    source: str,
    acknowledge: Literal["mail", "none"],
    person: Person,
    organisation: Organisation,
    **fields: Unpack[FeedbackFields],
) -> Heard:
    """Keep what was said; a contact or company with an id or address is made when nobody knows it yet.

    Of somebody who was erased only the words are kept. Only for callers we trust to say who somebody is, such as the
    vendor's own server. Raises FeedbackError, CustomerError.
    """
    company = _company(organisation)
    try:
        contact = _contact(person)
    except ErasedPersonError:
        # The voice is kept, and not whose it is.
        contact, person = None, Person()
    if contact and company and not contact.memberships.exists():
        join_company(contact=contact, company=company)
    fields["contact"], fields["company"] = contact, company
    fields["attributes"] = fields.get("attributes", {}) | _unplaced(person, organisation, contact, company)
    return hear(words=words, source=source, acknowledge=acknowledge, **fields)


def _contact(person: Person) -> Contact | None:
    if not clean_line(person.email) and not clean_line(person.external_id):
        return None
    return find_or_make_contact(email=person.email, external_id=person.external_id, name=person.name)


def _company(organisation: Organisation) -> Company | None:
    external_id, name = clean_line(organisation.external_id), clean_line(organisation.name)
    if external_id:
        known = company_known_as(external_id)
        if known or not name:
            return known
        return save_company(**CompanyFields(external_id=external_id, name=name))
    named = list(Company.objects.filter(name__iexact=name)[:2]) if name else []
    return named[0] if len(named) == 1 else None


def _unplaced(
    person: Person, organisation: Organisation, contact: Contact | None, company: Company | None
) -> dict[str, Any]:
    """Keep what we could not place beside the words, for whoever can."""
    kept = {}
    if contact is None and (name := clean_line(person.name)):
        kept["author"] = name[:200]
    if company is None and (name := clean_line(organisation.name) or clean_line(organisation.external_id)):
        kept["company"] = name[:200]
    return kept
