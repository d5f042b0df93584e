"""What is still doubtful in a file of deals."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from wellheard.listen.deals.models import Deal, DealDoubt
from wellheard.listen.deals.models.doubts import DealDoubtQuerySet
from wellheard.listen.models import Import, ImportedRow


def doubts_of(run: Import) -> DealDoubtQuerySet:
    """Return the doubts that a file brought and that still stand."""
    rows = ImportedRow.objects.filter(run=run, kind=DealDoubt._meta.label_lower)  # noqa: SLF001 - documented
    return DealDoubt.objects.standing().filter(pk__in=rows.values("object_id"))


def standing_doubts(deals: Sequence[Deal]) -> dict[int, list[DealDoubt]]:
    """Return what was not understood in rows of files about these deals and still stands, by the deal.

    Whose a deal is and what its stage means are asked of the deal itself.
    """
    of_deals = (*DealDoubt.OF_COMPANY, DealDoubt.Kind.STAGE)
    found: dict[int, list[DealDoubt]] = defaultdict(list)
    for doubt in DealDoubt.objects.standing().filter(deal__in=deals).exclude(kind__in=of_deals).order_by("pk"):
        found[doubt.deal_id].append(doubt)
    return found


def rows_in_doubt(run: Import) -> int:
    """Return how many rows of a file wait for a decision; one may wait for several."""
    return doubts_of(run).values("deal_id").distinct().count()


def unplaced_of(run: Import) -> QuerySet[Deal]:
    """Return the deals of a file of which nobody knows whose they are, though it names somebody."""
    rows = doubts_of(run).filter(kind=DealDoubt.Kind.COMPANY)
    return Deal.objects.unplaced().filter(pk__in=rows.values("deal"))


@dataclass(frozen=True)
class DoubtfulRow:
    """A row of a file: its line, why it waits for a decision, and the deal it became, which keeps the row as the file has it."""

    number: int
    why: list[str]
    deal: Deal


def doubtful_rows(run: Import) -> Iterator[DoubtfulRow]:
    """Yield each row that waits for a decision once, by its line in the file, however much is doubtful in it."""
    doubts = doubts_of(run).select_related("deal").order_by("number", "deal_id", "pk").iterator(chunk_size=500)
    for _place, group in groupby(doubts, key=lambda doubt: (doubt.number, doubt.deal_id)):
        rows = list(group)
        why = [f"{row.get_kind_display()}: {row.said}" if row.said else row.get_kind_display() for row in rows]
        yield DoubtfulRow(rows[0].number, why, rows[0].deal)
