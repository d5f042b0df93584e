"""Whose deal it is: found only where there is no doubt, otherwise suggested."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.customers.queries import FREE_MAIL, companies_known_as, company_known_as
from wellheard.foundation.text.clean import clean_email
from wellheard.listen.deals.models import Deal
from wellheard.workspace.models import Staff

_FORMS = (
    "ab ag aps as bv co company corp corporation gmbh group holding inc incorporated kft kg limited llc llp ltd nv oy oyj "
    "plc pte pty sa sarl se sia sl spa srl uab ug the ооо ао зао пао"
)
_LEGAL = frozenset(_FORMS.split())
_MOST_CANDIDATES, _MOST_SUGGESTED, _ALIKE = 300, 5, 0.72


@dataclass(frozen=True)
class Suggestion:
    """A company that a deal may belong to, and why: its `id`, its `domain`, or a `name` alike."""

    company: Company
    why: str


def companies_for(deals: Sequence[Deal]) -> list[Company | None]:
    """Return the one company each deal can belong to: by its id in the CRM, else by one exact name or domain.

    A name and a domain that speak of two different companies name neither. Three questions, however many deals there are.
    """
    known = companies_known_as({deal.company_key_said for deal in deals})
    named = _by_lower("name", {deal.company_said.lower() for deal in deals})
    reached = _by_lower("domain", {deal.company_domain_said.lower() for deal in deals} - FREE_MAIL)
    return [
        known.get(deal.company_key_said)
        or _the_one(named.get(deal.company_said.lower(), {}), reached.get(deal.company_domain_said.lower(), {}))
        for deal in deals
    ]


def _the_one(named: dict[int, Company], reached: dict[int, Company]) -> Company | None:
    both = named.keys() & reached.keys()
    found = both if named and reached else named.keys() or reached.keys()
    return (named | reached)[next(iter(found))] if len(found) == 1 else None


def suggested_for(deal: Deal) -> list[Suggestion]:
    """Return the companies a person may confirm as this deal's, the best first."""
    found: dict[int, Suggestion] = {}
    if known := company_known_as(deal.company_key_said):
        found[known.pk] = Suggestion(known, "id")
    if deal.company_domain_said and deal.company_domain_said not in FREE_MAIL:
        domain = deal.company_domain_said.lower()
        for company in _by_lower("domain", {domain}).get(domain, {}).values():
            found.setdefault(company.pk, Suggestion(company, "domain"))
    for company in _named_alike(deal.company_said):
        found.setdefault(company.pk, Suggestion(company, "name"))
    return list(found.values())[:_MOST_SUGGESTED]


def contacts_of(emails: Iterable[str]) -> dict[str, Contact]:
    """Return who is known under these addresses, by the address as it was said."""
    clean = {email: clean_email(email) for email in emails if email}
    if not clean:
        return {}
    rows = ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL, value__in=set(clean.values()))
    known = {row.value: row.contact for row in rows.select_related("contact")}
    return {email: known[address] for email, address in clean.items() if address in known}


def colleague_called(said: str) -> Staff | None:
    """Return the one colleague of this address or name."""
    return colleagues_called([said]).get(said)


def colleagues_called(said: Iterable[str]) -> dict[str, Staff]:
    """Return the one colleague of each address or name, where there is just one, by what was said."""
    wanted = {one: one.lower() for one in said if one}
    if not wanted:
        return {}
    lower = set(wanted.values())
    rows = Staff.objects.filter(is_active=True).annotate(mail=Lower("email"), called=Lower("name"))
    found: dict[str, set[Staff]] = {}
    for colleague in rows.filter(Q(mail__in=lower) | Q(called__in=lower)):
        for name in (colleague.email.lower(), colleague.name.lower()):
            found.setdefault(name, set()).add(colleague)
    return {one: next(iter(found[name])) for one, name in wanted.items() if len(found.get(name, ())) == 1}


def name_without_form(name: str) -> str:
    """Return a company's name without its legal form and signs: Müller GmbH & Co. KG is müller."""
    words = re.sub(r"[^\w\s]", " ", name.replace(".", "")).casefold().split()
    return " ".join([word for word in words if word not in _LEGAL] or words)


def _by_lower(column: str, values: set[str]) -> dict[str, dict[int, Company]]:
    """Return the companies of exactly these names or domains, in whatever case, by it in small letters."""
    wanted = values - {""}
    found: dict[str, dict[int, Company]] = {}
    if not wanted:
        return found
    # Saying so lets the index answer that leaves out companies without a domain.
    named = Company.objects.exclude(**{column: ""}).annotate(lower=Lower(column))
    rows: QuerySet[Any] = named.filter(lower__in=wanted).order_by("pk")
    for company in rows:
        found.setdefault(company.lower, {})[company.pk] = company
    return found


def _named_alike(said: str) -> list[Company]:
    plain = name_without_form(said)
    if not plain:
        return []
    first = max(plain.split(), key=len)
    rows = Company.objects.filter(Q(name__icontains=first) | Q(name__istartswith=plain[:4]))[:_MOST_CANDIDATES]
    scored = [(likeness(plain, name_without_form(company.name)), company) for company in rows]
    near = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [company for _score, company in near]


def likeness(one: str, other: str) -> float:
    """Return how alike two names without their legal forms are, between 0 and 1."""
    return SequenceMatcher(None, one.replace(" ", ""), other.replace(" ", "")).ratio()
