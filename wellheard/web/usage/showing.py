"""What the pages of companies and contacts show of use."""

from dataclasses import dataclass
from datetime import datetime

from wellheard.customers.models import Company, Contact
from wellheard.listen.usage.models import DeviceTraits, RecentEvent
from wellheard.listen.usage.queries import (
    USED_WITHIN_DAYS,
    WEEKS,
    AreaUse,
    adoption_of,
    claims_of,
    last_seen,
    last_seen_of,
    last_to_be_seen,
    latest_of,
    latest_of_contact,
)

PEOPLE = 5


@dataclass(frozen=True)
class CompanyUse:
    """What a company does in the product."""

    seen_at: datetime | None
    areas: list[AreaUse]
    people: list[tuple[Contact, datetime]]
    latest: list[RecentEvent]
    days: int = USED_WITHIN_DAYS
    weeks: int = WEEKS


@dataclass(frozen=True)
class ContactUse:
    """What a person does in the product."""

    seen_at: datetime | None
    latest: list[RecentEvent]
    claims: list[DeviceTraits]


def use_of_company(company: Company) -> CompanyUse:
    """Return what a company's page shows of use."""
    return CompanyUse(
        last_seen(company), adoption_of(company), last_to_be_seen(company, most=PEOPLE), latest_of(company)
    )


def use_of_contact(contact: Contact) -> ContactUse:
    """Return what a person's page shows of use."""
    return ContactUse(last_seen_of([contact.pk]).get(contact.pk), latest_of_contact(contact), claims_of(contact))
