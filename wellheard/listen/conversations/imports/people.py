"""Whom conversations of another system name: contacts here, made now where they are not known, colleagues and teams."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from wellheard.customers.commands import ContactDraft, ErasedPersonError, import_contacts
from wellheard.customers.models import Company, Contact, Membership
from wellheard.foundation.text.clean import clean_email
from wellheard.listen.conversations.brought import Person
from wellheard.listen.conversations.imports.messages import Named
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.models import Staff, Team

Ours = TypeVar("Ours", Staff, Team)


class Customers:
    """The contacts that some rows name, by address or id."""

    def __init__(self, named: Mapping[Named, int | None]) -> None:
        """Find or make contacts; each comes with the company it is of, where that is known."""
        known = {one: company for one, company in named.items() if one.email or one.external_id}
        drafts = [
            ContactDraft(external_id=one.external_id, email=one.email, name=one.name, company_id=company)
            for one, company in known.items()
        ]
        self._found = dict(zip(known, import_contacts(drafts=drafts), strict=True))
        contacts = {contact.pk for contact, _outcome in self._found.values() if contact}
        places = Membership.objects.filter(is_primary=True, contact_id__in=contacts).select_related("company")
        self._companies = {place.contact_id: place.company for place in places}

    def erased(self, named: Named) -> ErasedPersonError | None:
        """Return why somebody is not taken in again, when they were erased here."""
        _contact, outcome = self._found.get(named, (None, ""))
        return outcome if isinstance(outcome, ErasedPersonError) else None

    def person(self, named: Named) -> Person:
        """Return somebody with their contact here; an address that is none stays a name."""
        contact, _outcome = self._found.get(named, (None, ""))
        return Person(named.email if "@" in named.email else "", named.name, contact)

    def problem(self, named: Named) -> str:
        """Return what is wrong with how somebody is named."""
        _contact, outcome = self._found.get(named, (None, ""))
        return str(outcome) if isinstance(outcome, Exception) else ""

    def company(self, contact: Contact | None) -> Company | None:
        """Return the company a contact speaks for."""
        return self._companies.get(contact.pk) if contact else None


class Colleagues:
    """Who works here, by address and by name, the teams, and the addresses that are ours."""

    def __init__(self) -> None:
        staff, boxes = list(Staff.objects.order_by("pk")), Mailbox.objects.all()
        self._by_address = {one.email: one for one in staff}
        self._by_name = _named_once(staff)
        self._teams = _named_once(Team.objects.order_by("pk"))
        self._boxes = {address.lower() for box in boxes for address in (box.address, *box.aliases)}

    def at(self, address: str) -> Staff | None:
        """Return who has this address."""
        return self._by_address.get(address)

    def named(self, named: Named) -> Staff | None:
        """Return who is meant: by address, else by a name that only one of us has."""
        return self.at(named.email) or self._by_name.get(named.name.casefold())

    def team(self, name: str) -> Team | None:
        """Return the team of this name."""
        return self._teams.get(name.casefold())

    def are_ours(self, address: str) -> bool:
        """Tell whether an address is a colleague's or a mailbox's: nobody on their side."""
        return clean_email(address) in self._boxes or self.at(address) is not None


def each_with_company(rows: Iterable[tuple[Sequence[Named], int | None]]) -> dict[Named, int | None]:
    """Return each person once, with the company of the first row that knows one."""
    found: dict[Named, int | None] = {}
    for people, company in rows:
        for one in people:
            found[one] = found.get(one) or company
    return found


def _named_once(rows: Iterable[Ours]) -> dict[str, Ours]:
    found: dict[str, list[Ours]] = {}
    for row in rows:
        found.setdefault(row.name.casefold(), []).append(row)
    return {name: some[0] for name, some in found.items() if len(some) == 1}
