"""Bring in many companies, subscriptions and contacts at once: the rules of the single commands, a few statements per batch.

Nobody is ever told of an import, so its facts have no reactions; what must follow follows once, when it is finished.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from wellheard.customers.attributes import settled
from wellheard.customers.commands.companies import STAGE_CHANGED, CompanyFields, clean_company
from wellheard.customers.commands.contacts import Kind, clean_identities
from wellheard.customers.commands.erasing import ErasedPersonError, erased_among
from wellheard.customers.commands.errors import CustomerError, UnknownCompanyError
from wellheard.customers.commands.stated_mrr import SUBSCRIPTION_IMPORTED, end_stated_mrr
from wellheard.customers.commands.subscriptions import SubscriptionFields, clean_subscription
from wellheard.customers.models import (
    Attribute,
    Company,
    CompanyAlias,
    Contact,
    ContactIdentity,
    Membership,
    Subscription,
)
from wellheard.customers.queries import companies_named
from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email, clean_line

COMPANY_IMPORTED = names.declare("company.imported", "An import added a company or changed its details.")
CONTACT_IMPORTED = names.declare("contact.imported", "An import added a contact or changed their details.")

Outcome = Literal["new", "updated", "unchanged"]


@dataclass(frozen=True)
class ContactDraft:
    """A contact as a file describes them."""

    external_id: str = ""
    email: str = ""
    name: str = ""
    language: str = ""
    role: str = ""
    company_id: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def import_companies(*, drafts: Sequence[CompanyFields]) -> list[Outcome | CustomerError]:
    """Add or bring up to date many companies; return what came of each, in order.

    A company is known by its external id; by its name where the row, or the company so far, has no id.
    """
    batch = _CompanyBatch(drafts)
    clean = partial(_company_values, list(Attribute.objects.of_companies()))
    outcomes = [_outcome(batch, clean, draft) for draft in drafts]
    batch.write(COMPANY_IMPORTED)
    return outcomes


@transaction.atomic
def import_subscriptions(*, drafts: Sequence[tuple[str, SubscriptionFields]]) -> list[Outcome | CustomerError]:
    """Add or bring up to date many subscriptions, each with its company's id or name; return what came of each, in order.

    MRR follows once, by `settle_mrr` at the end of the import; the hourly task does it for one that was cut off.
    """
    batch = _Batch(
        Subscription, _by_external_id(Subscription, [fields.get("external_id", "") for _id, fields in drafts])
    )
    companies = companies_named(clean_line(company) for company, _fields in drafts)
    outcomes = [_outcome(batch, partial(_subscription_values, companies), draft) for draft in drafts]
    batch.write(SUBSCRIPTION_IMPORTED)
    end_stated_mrr(company_ids=[company.pk for company in companies.values()])
    return outcomes


@transaction.atomic
def import_contacts(*, drafts: Sequence[ContactDraft]) -> list[tuple[Contact | None, Outcome | CustomerError]]:
    """Add many contacts, or fill in what was not known of them; return each with what came of it, in order."""
    batch = _ContactBatch(drafts)
    results = [batch.put(draft) for draft in drafts]
    batch.write()
    return results


def _outcome(batch: "_Batch", clean: Callable[[Any], dict[str, Any]], draft: Any) -> Outcome | CustomerError:
    try:
        return batch.put(clean(draft))
    except CustomerError as problem:
        return problem


def _by_external_id(model: type[models.Model], ids: Iterable[str]) -> dict[str, Any]:
    wanted = {clean_line(external_id) for external_id in ids} - {""}
    held = model._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001 - documented
    rows = held.filter(external_id__in=wanted).order_by("pk")
    return {row.external_id: row for row in rows}  # type: ignore[attr-defined]


def _company_values(attributes: Sequence[Attribute], draft: CompanyFields) -> dict[str, Any]:
    values = clean_company(draft)
    if "attributes" in values:
        values["attributes"] = settled(values["attributes"], attributes)
    return values


def _joined(ids: Iterable[str]) -> dict[str, Any]:
    """Return the companies to which those with these ids were joined."""
    wanted = {clean_line(external_id) for external_id in ids} - {""}
    aliases = dict(CompanyAlias.objects.filter(external_id__in=wanted).values_list("external_id", "company_id"))
    rows = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=aliases.values()).order_by("pk")
    companies = {company.pk: company for company in rows}
    return {alias: companies[pk] for alias, pk in aliases.items() if pk in companies}


def _subscription_values(companies: dict[str, Company], draft: tuple[str, SubscriptionFields]) -> dict[str, Any]:
    company, fields = draft
    found = companies.get(clean_line(company))
    if found is None:
        raise UnknownCompanyError(
            _("There is no company with the id or name “%(id)s”; import the companies first.")
            % {"id": clean_line(company)[:40]}
        )
    return clean_subscription(fields) | {"company_id": found.pk}


class _Batch:
    """Rows of one model with external ids, changed in memory and written in two statements."""

    def __init__(self, model: type[models.Model], known: dict[str, Any]) -> None:
        self.model = model
        self.known = known
        self._new: list[Any] = []
        self._changed: dict[int, Any] = {}
        self._columns: set[str] = set()
        self._before: dict[int, dict[str, Any]] = {}

    def put(self, values: dict[str, Any]) -> Outcome:
        """Take one row's values in; a later row with the same id counts."""
        row = self.find(values)
        if row is None:
            self.add(values)
            return "new"
        attributes = values.pop("attributes", None)
        if attributes is not None:
            values["attributes"] = {**row.attributes, **attributes}
        changed = [column for column, value in values.items() if getattr(row, column) != value]
        for column in changed:
            if row.pk:
                self._before.setdefault(row.pk, {}).setdefault(column, getattr(row, column))
            setattr(row, column, values[column])
        if changed and isinstance(row, Company):
            # Whoever has the company open in a form is told of what the import changed.
            row.version += 1
            changed.append("version")
        if changed and row.pk:
            self._changed[row.pk] = row
            self._columns |= set(changed)
        return "updated" if changed else "unchanged"

    def find(self, values: dict[str, Any]) -> Any:
        """Return the row these values are about."""
        return self.known.get(values["external_id"])

    def add(self, values: dict[str, Any]) -> None:
        """Take a new row in."""
        row = self.model(**values)
        self._new.append(row)
        self.known[values["external_id"]] = row

    def write(self, fact: str) -> None:
        """Write everything and record it."""
        manager = self.model._default_manager  # noqa: SLF001
        manager.bulk_create(self._new)
        if self._changed:
            manager.bulk_update(self._changed.values(), sorted(self._columns))
        journal.added(self._new)
        for key, row in self._changed.items():
            journal.changed(row, self._before[key])
        ledger.record_many(fact, self._new, change="new")
        ledger.record_many(fact, self._changed.values(), change="updated")


class _CompanyBatch(_Batch):
    """Companies: one that staff made by hand has no id yet, and a file may have none."""

    def __init__(self, drafts: Sequence[CompanyFields]) -> None:
        ids = [draft.get("external_id", "") for draft in drafts]
        super().__init__(Company, _joined(ids) | _by_external_id(Company, ids))
        self._named = _only_ones_named(draft.get("name", "") for draft in drafts)

    def find(self, values: dict[str, Any]) -> Any:
        """Return the company with this id; else the only one of this name, where one of the two has no id."""
        known = self.known.get(values["external_id"]) if values.get("external_id") else None
        if known:
            # A company that was joined to another one is that other one, which keeps its own id.
            values["external_id"] = known.external_id
        named = self._named.get(values.get("name", "").lower())
        return known or (named if named and not (values.get("external_id") and named.external_id) else None)

    def write(self, fact: str) -> None:
        """Write everything and record it, and how stages changed."""
        super().write(fact)
        moved: dict[tuple[str, str], list[Company]] = defaultdict(list)
        for key, company in self._changed.items():
            before = self._before[key].get("stage", company.stage)
            if before != company.stage:
                moved[before, company.stage].append(company)
        for (before, stage), companies in moved.items():
            ledger.record_each(STAGE_CHANGED, companies, before=before, stage=stage)

    def add(self, values: dict[str, Any]) -> None:
        """Take a new company in. Raises CustomerError when it has no name."""
        if not values.get("name"):
            raise CustomerError(_("A company needs a name; write one."))
        super().add({"external_id": "", **values, "created_at": clock.now()})
        self._named[values["name"].lower()] = self._new[-1]


def _only_ones_named(names: Iterable[str]) -> dict[str, Company]:
    """Return the companies of these names, by lower-case name, where only one has it."""
    wanted = {clean_line(name).lower() for name in names} - {""}
    found: dict[str, list[Company]] = {}
    rows = Company.objects.select_for_update(of=("self",), no_key=True).annotate(lower_name=Lower("name"))
    for company in rows.filter(lower_name__in=wanted).order_by("pk"):
        found.setdefault(company.name.lower(), []).append(company)
    return {name: companies[0] for name, companies in found.items() if len(companies) == 1}


class _ContactBatch:
    """Contacts with their identities and memberships, changed in memory and written in a few statements."""

    def __init__(self, drafts: Sequence[ContactDraft]) -> None:
        self._known = _known_identities(drafts)
        self._erased = _erased(drafts)
        self._attributes = list(Attribute.objects.of_contacts())
        self._places = _known_places(self._known.values())
        self._new: list[Contact] = []
        self._changed: dict[int, Contact] = {}
        self._before: dict[int, dict[str, str]] = {}
        self._identities: list[ContactIdentity] = []
        self._memberships: list[Membership] = []

    def put(self, draft: ContactDraft) -> tuple[Contact | None, Outcome | CustomerError]:
        """Take one contact in; what is known of them stays, what is missing is filled in."""
        try:
            wanted = clean_identities(email=draft.email, external_id=draft.external_id)
        except CustomerError as problem:
            return None, problem
        if not wanted:
            return None, CustomerError(_("A contact needs an e-mail address or an id."))
        came_back = (Kind.EMAIL, wanted.get(Kind.EMAIL, "")) in self._known
        if self._erased & set(wanted.items()) and not came_back:
            return None, ErasedPersonError(_("Somebody in this file was erased here and is not taken in again."))
        contact = next((self._known[key] for key in wanted.items() if key in self._known), None)
        if contact is None:
            return self._add(draft, wanted), "new"
        if any(self._known.get(key, contact) is not contact for key in wanted.items()):
            return contact, CustomerError(_("The id and the e-mail address belong to two different contacts."))
        return contact, self._fill_in(contact, draft, wanted)

    def write(self) -> None:
        """Write everything and record it."""
        Contact.objects.bulk_create(self._new)
        Contact.objects.bulk_update(self._changed.values(), ["name", "language", "attributes", "version"])
        ContactIdentity.objects.bulk_create(self._identities)
        Membership.objects.bulk_create(self._memberships)
        journal.added([*self._new, *self._identities, *self._memberships])
        for key, contact in self._changed.items():
            journal.changed(contact, self._before.get(key, {}))
        ledger.record_many(CONTACT_IMPORTED, self._new, change="new")
        ledger.record_many(CONTACT_IMPORTED, self._changed.values(), change="updated")

    def _add(self, draft: ContactDraft, wanted: dict[Kind, str]) -> Contact:
        contact = Contact(name=clean_line(draft.name)[:200], language=draft.language[:10], created_at=clock.now())
        contact.attributes = settled(draft.attributes, self._attributes)
        self._new.append(contact)
        self._tie(contact, wanted)
        self._place(contact, draft)
        return contact

    def _fill_in(self, contact: Contact, draft: ContactDraft, wanted: dict[Kind, str]) -> Outcome:
        named = {"name": clean_line(draft.name)[:200], "language": draft.language[:10]}
        missing: dict[str, Any] = {
            column: value for column, value in named.items() if value and not getattr(contact, column)
        }
        attributes = contact.attributes | settled(draft.attributes, self._attributes)
        if attributes != contact.attributes:
            missing["attributes"] = attributes
        for column, value in missing.items():
            if contact.pk:
                self._before.setdefault(contact.pk, {}).setdefault(column, getattr(contact, column))
            setattr(contact, column, value)
        is_changed = any([bool(missing), self._tie(contact, wanted), self._place(contact, draft)])
        if is_changed and contact.pk:
            contact.version += 1
            self._changed[contact.pk] = contact
        return "updated" if is_changed else "unchanged"

    def _tie(self, contact: Contact, wanted: dict[Kind, str]) -> bool:
        new = [key for key in wanted.items() if key not in self._known]
        for kind, value in new:
            self._known[kind, value] = contact
            self._identities.append(ContactIdentity(contact=contact, kind=kind, value=value))
        return bool(new)

    def _place(self, contact: Contact, draft: ContactDraft) -> bool:
        places = self._places.setdefault(id(contact), set())
        if draft.company_id is None or draft.company_id in places:
            return False
        role = draft.role or Membership.Role.USER
        self._memberships.append(
            Membership(contact=contact, company_id=draft.company_id, role=role, is_primary=not places)
        )
        places.add(draft.company_id)
        return True


def _known_identities(drafts: Sequence[ContactDraft]) -> dict[tuple[Kind, str], Contact]:
    """Return who has the ids and addresses of these drafts: one object for each contact."""
    values = {clean_line(draft.external_id)[:320] for draft in drafts} | {clean_email(draft.email) for draft in drafts}
    identities = list(ContactIdentity.objects.filter(value__in=values - {""}, kind__in=[Kind.EXTERNAL, Kind.EMAIL]))
    rows = Contact.objects.select_for_update(no_key=True).filter(
        pk__in={identity.contact_id for identity in identities}
    )
    contacts = {contact.pk: contact for contact in rows.order_by("pk")}
    return {(Kind(identity.kind), identity.value): contacts[identity.contact_id] for identity in identities}


def _erased(drafts: Sequence[ContactDraft]) -> set[tuple[str, str]]:
    """Return the ids and addresses among these drafts of people who were erased."""
    emails = {(Kind.EMAIL, clean_email(draft.email)) for draft in drafts}
    return erased_among(emails | {(Kind.EXTERNAL, clean_line(draft.external_id)[:320]) for draft in drafts})


def _known_places(contacts: Iterable[Contact]) -> dict[int, set[int]]:
    """Return the companies of these contacts, by the contact's object."""
    by_key = {contact.pk: id(contact) for contact in contacts}
    places: dict[int, set[int]] = {key: set() for key in by_key.values()}
    rows = Membership.objects.filter(contact_id__in=by_key).values_list("contact_id", "company_id")
    for contact_id, company_id in rows:
        places[by_key[contact_id]].add(company_id)
    return places
