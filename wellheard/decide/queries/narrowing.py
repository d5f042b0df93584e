"""Some of the rows of evidence behind an idea, and of how many it is known how much they need it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wellheard.customers.models import Segment
from wellheard.decide.models import Evidence, EvidenceItem
from wellheard.foundation import clock

# Beside the three kinds of importance and the ways in.
UNKNOWN, VOTES = "unknown", "votes"


@dataclass(frozen=True)
class Narrowing:
    """Which rows of evidence somebody looks at. Whatever is empty narrows nothing."""

    segment: Segment | None = None
    importance: str = ""
    company: str = ""
    source: str = ""
    since: date | None = None

    def apply(self, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
        """Return the rows that fit."""
        if self.segment:
            rows = rows.filter(company__in=self.segment.members.values("company"))
        if self.importance:
            rows = rows.filter(importance=None if self.importance == UNKNOWN else int(self.importance))
        if self.company:
            rows = rows.filter(Q(company__name__icontains=self.company) | Q(contact__name__icontains=self.company))
        if self.source:
            said = Q(vote__isnull=False) if self.source == VOTES else Q(feedback__source=self.source)
            rows = rows.filter(Exists(EvidenceItem.objects.filter(said, evidence=OuterRef("pk"))))
        if self.since:
            rows = rows.filter(last_at__gte=datetime.combine(self.since, time(), clock.zone()))
        return rows


@dataclass(frozen=True)
class Known:
    """Of how many rows that stand it is known how much they need it."""

    known: int
    rows: int

    @property
    def share(self) -> float:
        return self.known / self.rows if self.rows else 0


def importance_known(rows: QuerySet[Evidence]) -> Known:
    """Return of how many of these rows, as far as they stand, it is known how much they need it."""
    standing = rows.filter(withdrawn_at=None).order_by()
    found = standing.aggregate(
        rows=Count("pk", distinct=True), known=Count("pk", filter=~Q(importance=None), distinct=True)
    )
    return Known(found["known"], found["rows"])
