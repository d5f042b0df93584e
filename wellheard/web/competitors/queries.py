"""What deals, departures and customers say of whom we compete with."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Lower

from wellheard.foundation.statistics.intervals import Share, wilson
from wellheard.listen.deals.models import LOST, Deal, DealMissing, DealReason
from wellheard.listen.departures.models import Departure
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Competitor, Reason

_WON, _LOST = Q(outcome=Deal.Outcome.WON), Q(outcome__in=LOST)
MOST_SHOWN = 10


@dataclass(frozen=True)
class Standing:
    """How we stand against one competitor: deals won and lost, their money in the reporting currency, since when.

    `share` is of what was decided, won and lost, with its interval; there is none before anything was decided.
    """

    competitor: Competitor
    won: int = 0
    lost: int = 0
    open: int = 0
    won_minor: int = 0
    lost_minor: int = 0
    without_rate: int = 0
    since: date | None = None
    left: int = 0

    @property
    def share(self) -> Share | None:
        return wilson(self.won, self.won + self.lost) if self.won + self.lost else None


@dataclass(frozen=True)
class Money:
    """What deals of one currency come to, in it and in the reporting currency; `without_rate` are in the first only."""

    currency: str
    won_minor: int
    lost_minor: int
    won_reporting: int
    lost_reporting: int
    without_rate: int


@dataclass(frozen=True)
class Given:
    """A reason, and in how many deals won and lost somebody gave it."""

    reason: Reason
    won: int
    lost: int


def standings() -> list[Standing]:
    """Return every competitor by how many deals were lost to it, in three statements."""
    deals = {row["competitor"]: row for row in _counted(Deal.objects.standing().exclude(competitor=None), "competitor")}
    left = dict(Departure.objects.exclude(competitor=None).values_list("competitor").annotate(n=Count("pk")).order_by())
    found = [_standing(one, deals.get(one.pk, {}), left) for one in Competitor.objects.order_by(Lower("name"))]
    return sorted(found, key=lambda one: (-one.lost, -one.won, -one.left))


def standing_of(competitor: Competitor) -> Standing:
    """Return how we stand against one competitor."""
    rows = list(_counted(Deal.objects.standing().filter(competitor=competitor), "competitor"))
    left = {competitor.pk: Departure.objects.filter(competitor=competitor).count()}
    return _standing(competitor, rows[0] if rows else {}, left)


def money_of(competitor: Competitor) -> list[Money]:
    """Return what deals against a competitor come to, by currency."""
    with_amount = Deal.objects.standing().filter(competitor=competitor).exclude(amount_minor=None)
    rows = with_amount.values("currency").order_by("currency")
    return [
        Money(**row)
        for row in rows.annotate(
            won_minor=_sum("amount_minor", _WON),
            lost_minor=_sum("amount_minor", _LOST),
            won_reporting=_sum("reporting_minor", _WON),
            lost_reporting=_sum("reporting_minor", _LOST),
            without_rate=Count("pk", filter=Q(reporting_minor=None) & (_WON | _LOST)),
        )
    ]


def reasons_against(competitor: Competitor) -> list[Given]:
    """Return the reasons given in deals against a competitor, the most frequent first."""
    given = DealReason.objects.filter(deal__competitor=competitor, deal__withdrawn_at=None).exclude(reason=None)
    counted = given.values("reason").annotate(
        won=Count("deal", distinct=True, filter=Q(deal__outcome=Deal.Outcome.WON)),
        lost=Count("deal", distinct=True, filter=Q(deal__outcome__in=LOST)),
    )
    named = Reason.objects.in_bulk()
    found = [Given(named[row["reason"]], row["won"], row["lost"]) for row in counted.order_by()]
    return sorted(found, key=lambda one: (-one.lost, -one.won, one.reason.pk))


def missing_against(competitor: Competitor) -> QuerySet[DealMissing]:
    """Return what was missing in deals lost to a competitor, newest first."""
    lost = Deal.objects.standing().lost().filter(competitor=competitor)
    return DealMissing.objects.filter(deal__in=lost).order_by("-deal__day", "-pk")


def said_of(competitor: Competitor) -> list[Feedback]:
    """Return what customers said that names a competitor, newest first."""
    ids = [match.object_id for match in similar.search(competitor.name, kind="feedback", limit=100)]
    named = Feedback.objects.counted().filter(pk__in=ids, words__icontains=competitor.name)
    return list(named.with_people().newest_first()[:MOST_SHOWN])


def left_for(competitor: Competitor) -> QuerySet[Departure]:
    """Return who left us for a competitor, newest first."""
    return Departure.objects.filter(competitor=competitor).select_related("company").order_by("-left_on", "-pk")


def _counted(deals: QuerySet[Deal], by: str) -> Any:
    return (
        deals.values(by)
        .order_by()
        .annotate(
            won=Count("pk", filter=_WON),
            lost=Count("pk", filter=_LOST),
            open=Count("pk", filter=Q(outcome=Deal.Outcome.OPEN)),
            won_minor=_sum("reporting_minor", _WON),
            lost_minor=_sum("reporting_minor", _LOST),
            without_rate=Count("pk", filter=Q(reporting_minor=None) & ~Q(amount_minor=None) & (_WON | _LOST)),
            since=Min("day"),
        )
    )


def _standing(competitor: Competitor, row: dict[str, Any], left: dict[int, int]) -> Standing:
    counts = {name: value for name, value in row.items() if name != "competitor"}
    return Standing(competitor, **counts, left=left.get(competitor.pk, 0))


def _sum(column: str, condition: Q) -> Coalesce:
    return Coalesce(Sum(column, filter=condition), 0, output_field=BigIntegerField())
