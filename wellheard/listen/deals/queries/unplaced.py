"""Names of companies that deals were told with and nobody could place, and which companies they may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Lower

from wellheard.customers.models import Company
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.matching import likeness, name_without_form

MOST_NAMES, MOST_SUGGESTED = 25, 4
_MOST_CANDIDATES, _ALIKE = 2_000, 0.72
# Shorter beginnings of names fit too many companies.
_BEGINNING = 4


@dataclass(frozen=True)
class Unplaced:
    """A name as it was told, how many deals say it, in whatever case, and the companies it may mean, the likeliest first."""

    said: str
    deals: int
    suggested: list[Company]


def names_unplaced(deals: QuerySet[Deal], *, most: int = MOST_NAMES) -> list[Unplaced]:
    """Return the names among deals without a company, the most frequent first."""
    counted = _by_name(deals).annotate(count=Count("pk"), said=Min("company_said")).order_by("-count", "plain")[:most]
    names = [(str(row["said"]), int(row["count"])) for row in counted]
    suggested = _suggested([said for said, _count in names])
    return [Unplaced(said, count, suggested.get(said, [])) for said, count in names]


def count_of_names(deals: QuerySet[Deal]) -> int:
    """Return how many names there are among deals without a company."""
    names: int = _by_name(deals).distinct().count()
    return names


def saying(said: str) -> QuerySet[Deal]:
    """Return the deals without a company that name one so, in whatever case."""
    return Deal.objects.standing().unplaced().exclude(company_said="").filter(company_said__iexact=said)


def _by_name(deals: QuerySet[Deal]) -> Any:
    named = deals.filter(company=None, withdrawn_at=None).exclude(company_said="")
    return named.order_by().annotate(plain=Lower("company_said")).values("plain")


def _suggested(names: Sequence[str]) -> dict[str, list[Company]]:
    """Return the companies each of these names may mean, the likeliest first; one question for all names."""
    plain = {name: name_without_form(name) for name in names}
    beginnings = {
        part[:_BEGINNING] for words in plain.values() for part in (words, max(words.split(), key=len, default=""))
    }
    wanted = [Q(name__icontains=one) for one in sorted(beginnings) if len(one) == _BEGINNING]
    if not wanted:
        return {}
    rows = list(Company.objects.filter(reduce(or_, wanted)).order_by("pk")[:_MOST_CANDIDATES])
    known = [(company, name_without_form(company.name)) for company in rows]
    return {name: _alike(words, known) for name, words in plain.items() if words}


def _alike(words: str, known: Sequence[tuple[Company, str]]) -> list[Company]:
    scored = [(likeness(words, other), company) for company, other in known]
    near = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [company for _score, company in near[:MOST_SUGGESTED]]
