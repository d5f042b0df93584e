"""What somebody says on a page of the names that deals were told with: which company each of them means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.customers.models import Company
from wellheard.customers.queries import companies_named
from wellheard.foundation.text.clean import shorten
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.deals.commands import add_company_said, place_deals_said
from wellheard.listen.deals.queries.unplaced import MOST_NAMES
from wellheard.workspace.models import Staff

_NEW = "new"


@dataclass(frozen=True)
class Naming:
    """A name, and what was chosen for it: the key of a company, that it is to be added, or another's name or id."""

    said: str
    chosen: str
    other: str


@dataclass(frozen=True)
class Placed:
    """What came of it: a sentence, and whether it is one about something that did not work."""

    text: str
    is_problem: bool = False


def place_named(said: Mapping[str, str], *, by: Staff, source: str = "") -> list[Placed]:
    """Place the deals of all names that somebody said something of, or of the one whose button was pressed."""
    namings = _namings(said)
    companies = _companies(namings)
    unknown = [one for one in namings if one.said not in companies]
    told = [_place(one.said, companies[one.said], by=by, source=source) for one in namings if one.said in companies]
    if unknown or not namings:
        told.append(Placed(_problem(unknown), is_problem=True))
    return told


def _namings(said: Mapping[str, str]) -> list[Naming]:
    only = said.get("only", "")
    places = [only] if only else [str(place) for place in range(MOST_NAMES)]
    rows = [
        Naming(said.get(f"said-{place}", ""), said.get(f"company-{place}", ""), said.get(f"other-{place}", "").strip())
        for place in places
    ]
    return [one for one in rows if one.said and (one.chosen or one.other or only)]


def _companies(namings: Sequence[Naming]) -> dict[str, Company | None]:
    """Return the company of each name; none where one is to be added."""
    keys = {int(one.chosen) for one in namings if is_whole_number(one.chosen)}
    by_key = Company.objects.in_bulk(keys)
    by_name = companies_named([one.other for one in namings])
    found: dict[str, Company | None] = {}
    for one in namings:
        key = int(one.chosen) if is_whole_number(one.chosen) else 0
        company = by_name.get(one.other) if one.other else by_key.get(key)
        if company or (one.chosen == _NEW and not one.other):
            found[one.said] = company
    return found


def _place(said: str, company: Company | None, *, by: Staff, source: str) -> Placed:
    if company is None:
        added = add_company_said(said=said, by=by, source=source)
        if added is None:
            return Placed(_("No deal is left that says “%(name)s”.") % {"name": shorten(said, limit=60)})
        company, placed = added
    else:
        placed = place_deals_said(said=said, company=company, by=by, source=source)
    return Placed(
        ngettext("One deal is %(company)s’s now.", "%(n)d deals are %(company)s’s now.", placed)
        % {"n": placed, "company": company.name}
    )


def _problem(unknown: Sequence[Naming]) -> str:
    named = [one.other for one in unknown if one.other]
    if named:
        return _("There is no one company %(names)s. Write the name or id of one that is there.") % {
            "names": ", ".join(f"“{shorten(name, limit=60)}”" for name in named)
        }
    return _("Choose a company, or write the name or id of one that is there.")
