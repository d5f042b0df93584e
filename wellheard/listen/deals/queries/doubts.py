"""What is still doubtful in a file of deals, and which companies it may mean."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from wellheard.customers.models import Company
from wellheard.listen.deals.models import DealDoubt
from wellheard.listen.deals.models.doubts import DealDoubtQuerySet
from wellheard.listen.deals.queries.matching import likeness, name_without_form
from wellheard.listen.models import Import, ImportedRow

MOST_NAMES, MOST_SUGGESTED = 25, 4
_MOST_CANDIDATES, _ALIKE = 2_000, 0.72
# Shorter beginnings of names fit too many companies.
_BEGINNING = 4


def doubts_of(run: Import) -> DealDoubtQuerySet:
    """Return the doubts that a file brought and that still stand."""
    rows = ImportedRow.objects.filter(run=run, kind=DealDoubt._meta.label_lower)  # noqa: SLF001 - documented
    return DealDoubt.objects.standing().filter(pk__in=rows.values("object_id"))


def rows_in_doubt(run: Import) -> int:
    """Return how many rows of a file wait for a decision; one may wait for several."""
    return doubts_of(run).values("deal_id").distinct().count()


def companies_in_doubt(run: Import) -> list[tuple[str, int]]:
    """Return the names of companies nobody could place, the most frequent first, each with how many deals name it."""
    rows = doubts_of(run).filter(kind=DealDoubt.Kind.COMPANY).exclude(deal__company_said="")
    counted = (
        rows.values_list("deal__company_said").annotate(count=Count("pk")).order_by("-count", "deal__company_said")
    )
    return [(said, count) for said, count in counted[:MOST_NAMES]]


def suggested_by_name(names: Sequence[str]) -> dict[str, list[Company]]:
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
