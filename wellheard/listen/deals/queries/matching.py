"""Whose deal it is: found only where there is no doubt, otherwise suggested."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q
from django.db.models.functions import Lower

from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.customers.queries import FREE_MAIL, company_known_as
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


def company_for(deal: Deal) -> Company | None:
    """Return the one company a deal can belong to: by its id in the CRM, else by one exact name or domain.

    A name and a domain that speak of two different companies name neither.
    """
    if known := company_known_as(deal.company_key_said):
        return known
    named = _with(name=deal.company_said)
    reached = _with(domain=deal.company_domain_said) if deal.company_domain_said not in FREE_MAIL else {}
    both = named.keys() & reached.keys()
    found = both if named and reached else named.keys() or reached.keys()
    return (named | reached)[next(iter(found))] if len(found) == 1 else None


def suggested_for(deal: Deal) -> list[Suggestion]:
    """Return the companies a person may confirm as this deal's, the best first."""
    found: dict[int, Suggestion] = {}
    if known := company_known_as(deal.company_key_said):
        found[known.pk] = Suggestion(known, "id")
    if deal.company_domain_said and deal.company_domain_said not in FREE_MAIL:
        for company in _with(domain=deal.company_domain_said).values():
            found.setdefault(company.pk, Suggestion(company, "domain"))
    for company in _named_alike(deal.company_said):
        found.setdefault(company.pk, Suggestion(company, "name"))
    return list(found.values())[:_MOST_SUGGESTED]


def contact_of(email: str) -> Contact | None:
    """Return who is known under an address."""
    address = clean_email(email)
    return Contact.objects.filter(identities__kind=ContactIdentity.Kind.EMAIL, identities__value=address).first()


def colleague_called(said: str) -> Staff | None:
    """Return the one colleague of this address or name."""
    if not said:
        return None
    found = list(Staff.objects.filter(Q(email__iexact=said) | Q(name__iexact=said), is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def name_without_form(name: str) -> str:
    """Return a company's name without its legal form and signs: Müller GmbH & Co. KG is müller."""
    words = re.sub(r"[^\w\s]", " ", name.replace(".", "")).casefold().split()
    return " ".join([word for word in words if word not in _LEGAL] or words)


def _with(**said: str) -> dict[int, Company]:
    """Return up to three companies of exactly this name or domain, in whatever case."""
    ((column, value),) = said.items()
    if not value:
        return {}
    rows = Company.objects.annotate(lower=Lower(column)).filter(lower=value.lower()).order_by("pk")
    return {company.pk: company for company in rows[:3]}


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
