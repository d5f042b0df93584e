"""Companies, contacts and segments as files."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Attribute, Contact, ContactIdentity, Segment
from wellheard.foundation.money import to_major
from wellheard.web.companies.behind import BehindForm, behind
from wellheard.web.companies.contacts import contacts_matching
from wellheard.web.companies.forms import CompanyFilter, ContactFilter
from wellheard.web.companies.people_behind import PeopleBehindForm, people_behind
from wellheard.web.companies.queries import in_view, matching
from wellheard.web.exports.table import Asked, Columns, Rows, Table, attribute_columns, by_key
from wellheard.workspace.installation import installation


def _companies(asked: Asked) -> Rows:
    form = CompanyFilter(asked.query)
    form.is_valid()
    chosen = form.cleaned_data
    narrowed = {"segment": chosen.get("segment"), "stage": chosen.get("stage", ""), "tier": chosen.get("tier")}
    found = behind(matching(words=chosen.get("q", ""), **narrowed), BehindForm(asked.query).chosen)
    return by_key(in_view(found, chosen.get("view") or "all").select_related("owner", "tier"))


def _company_columns() -> Columns:
    currency = installation().currency
    columns: Columns = {
        "id": lambda company: company.external_id,
        "name": lambda company: company.name,
        "domain": lambda company: company.domain,
        "stage": lambda company: company.stage,
        "tier": lambda company: company.tier,
        "industry": lambda company: company.industry,
        "country": lambda company: company.country,
        "plan": lambda company: company.plan,
        "seats": lambda company: company.seats,
        "owner": lambda company: company.owner.name if company.owner else "",
        "joined_on": lambda company: company.joined_on,
        "renews_on": lambda company: company.renews_on,
        "mrr": lambda company: to_major(company.mrr_minor, currency),
        "currency": lambda _company: currency,
        "tags": lambda company: company.tags,
        "wellheard_id": lambda company: company.pk,
    }
    return columns | attribute_columns(Attribute.objects.of_companies(), columns)


def _contacts(asked: Asked) -> Rows:
    form = ContactFilter(asked.query)
    form.is_valid()
    chosen = form.cleaned_data
    matching_all = contacts_matching(words=chosen.get("q", ""), segment=chosen.get("segment"))
    found = people_behind(matching_all, PeopleBehindForm(asked.query).chosen)
    return by_key(with_identities(found))


def with_identities(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Read addresses and companies of a part of the contacts in two queries."""
    return contacts.prefetch_related("identities", "memberships__company")


def identity(contact: Contact, kind: str) -> str:
    """Return one identity of a contact, the first of its kind."""
    return next((row.value for row in contact.identities.all() if row.kind == kind), "")


def _home(contact: Contact) -> Any:
    return next((row for row in contact.memberships.all() if row.is_primary), None)


def _contact_columns() -> Columns:
    columns: Columns = {
        "id": partial(identity, kind=ContactIdentity.Kind.EXTERNAL),
        "name": lambda contact: contact.name,
        "email": partial(identity, kind=ContactIdentity.Kind.EMAIL),
        "language": lambda contact: contact.language,
        "company": lambda contact: (home := _home(contact)) and (home.company.external_id or home.company.name),
        "role": lambda contact: (home := _home(contact)) and home.role,
        "wellheard_id": lambda contact: contact.pk,
    }
    return columns | attribute_columns(Attribute.objects.of_contacts(), columns)


def _segments(_asked: Asked) -> Rows:
    return by_key(Segment.objects.select_related("made_by"))


def _segment_columns() -> Columns:
    return {
        "id": lambda segment: segment.pk,
        "name": lambda segment: segment.name,
        "companies": lambda segment: segment.company_count,
        "rule": lambda segment: segment.rule,
        "refreshed_at": lambda segment: segment.refreshed_at,
        "made_by": lambda segment: segment.made_by,
    }


TABLES = (
    Table("companies", _("Companies"), _company_columns, _companies),
    Table("contacts", _("Contacts"), _contact_columns, _contacts),
    Table("segments", _("Segments"), _segment_columns, _segments),
)
