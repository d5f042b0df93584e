"""Who it was: the contact and company behind the ids that clients send, for a whole batch in a few questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wellheard.customers.commands.erasing import erased_among
from wellheard.customers.models import Company, CompanyAlias, ContactIdentity, ErasedAddress, Membership
from wellheard.listen.usage.models import ArrivedEvent

Kind = ContactIdentity.Kind


@dataclass(frozen=True, slots=True)
class Who:
    """Who did something, as far as it is known; `known_as` names them until their contact is known."""

    company_id: int | None = None
    contact_id: int | None = None
    known_as: str = ""
    user_id: str = ""
    device: str = ""


class People:
    """The people and companies of a batch. What a browser claims to be is believed of nobody; its device is."""

    def __init__(self, rows: Sequence[ArrivedEvent]) -> None:
        mentioned = {key for row in rows for key in _mentioned(row)}
        self._erased = erased_among(mentioned) if mentioned and ErasedAddress.objects.exists() else set()
        values = {value for row in rows for _kind, value in _naming(row)}
        known = ContactIdentity.objects.filter(kind__in=[Kind.EXTERNAL, Kind.DEVICE], value__in=values)
        self._contacts = {(row.kind, row.value): row.contact_id for row in known}
        self._companies = _companies({row.group_id for row in rows if row.is_trusted and row.group_id})
        self._homes = _homes(self._contacts.values())

    def who(self, row: ArrivedEvent) -> Who:
        """Return who did this. Somebody who was erased is nobody."""
        if self._erased.intersection(_mentioned(row)):
            return Who(company_id=self._company(row, None))
        naming = _naming(row)
        contact_id = next((self._contacts[key] for key in naming if key in self._contacts), None)
        return Who(
            company_id=self._company(row, contact_id),
            contact_id=contact_id,
            known_as="" if contact_id else "".join(f"{kind}:{value}" for kind, value in naming),
            user_id=row.user_id,
            device=row.anonymous_id,
        )

    def _company(self, row: ArrivedEvent, contact_id: int | None) -> int | None:
        if row.is_trusted and row.group_id in self._companies:
            return self._companies[row.group_id]
        return self._homes.get(contact_id) if contact_id else None


def _naming(row: ArrivedEvent) -> list[tuple[str, str]]:
    """Return by what a message names its person: their id where it is vouched for, else their device."""
    if row.is_trusted and row.user_id:
        return [(Kind.EXTERNAL.value, row.user_id)]
    return [(Kind.DEVICE.value, row.anonymous_id)] if row.anonymous_id else []


def _mentioned(row: ArrivedEvent) -> list[tuple[str, str]]:
    """Return every id in a message that may be somebody's."""
    ids = [(Kind.EXTERNAL.value, row.user_id), (Kind.DEVICE.value, row.anonymous_id)]
    return [(kind, value) for kind, value in ids if value]


def _homes(contact_ids: Iterable[int]) -> dict[int, int]:
    """Return for each contact the company they speak for when nothing else is said."""
    places = Membership.objects.filter(contact__in=set(contact_ids), is_primary=True)
    return dict(places.values_list("contact_id", "company_id"))


def _companies(external_ids: set[str]) -> dict[str, int]:
    """Return the companies that the vendor knows by these ids, also those that were joined to another one."""
    found = dict(CompanyAlias.objects.filter(external_id__in=external_ids).values_list("external_id", "company_id"))
    return found | dict(Company.objects.filter(external_id__in=external_ids).values_list("external_id", "pk"))
