"""The money behind one idea, in columns that overlap: each with how many companies stand for it and the largest of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries.rows import at_risk, lost_money

# What is paid a month is put beside what deals are worth as a year of it.
MONTHS = 12
BY_MONTH, OF_DEALS = ("money", "risk", "lost"), ("lost_deals", "pipeline", "expansion")
KINDS_OF_MONEY = (*BY_MONTH, *OF_DEALS)


@dataclass(frozen=True)
class MoneyColumn:
    """One column: an amount in minor units of the reporting currency, a month or as the deals are worth."""

    key: str
    amount: int
    companies: int
    largest: int

    @property
    def largest_share(self) -> float:
        return self.largest / self.amount if self.amount else 0

    @property
    def is_one_companys(self) -> bool:
        """Whether one company stands for more than all others together."""
        return self.companies > 1 and 2 * self.largest > self.amount

    @property
    def is_by_month(self) -> bool:
        return self.key in BY_MONTH


def money_of(idea: Idea) -> list[MoneyColumn]:
    """Return all columns of one idea as they stand now, each company once in each."""
    rows = _rows(idea)
    asked: dict[str, Any] = {}
    for key in KINDS_OF_MONEY:
        asked |= {
            f"{key}_sum": Coalesce(Sum(f"of_{key}"), 0),
            f"{key}_companies": Count("company", filter=Q(**{f"of_{key}__gt": 0})),
            f"{key}_largest": Coalesce(Max(f"of_{key}", filter=~Q(company=None)), 0),
        }
    found = rows.aggregate(**asked)
    return [
        MoneyColumn(key, *(int(found[f"{key}_{part}"]) for part in ("sum", "companies", "largest")))
        for key in KINDS_OF_MONEY
    ]


def once_each(idea: Idea, kinds: Sequence[str]) -> int:
    """Return what some columns come to in a year when each company counts once over all of them, by its largest amount."""
    chosen = [kind for kind in KINDS_OF_MONEY if kind in kinds]
    if not chosen:
        return 0
    yearly = [F(f"of_{kind}") * (MONTHS if kind in BY_MONTH else 1) for kind in chosen]
    most = Greatest(*yearly) if len(yearly) > 1 else yearly[0]
    return int(_rows(idea).aggregate(total=Coalesce(Sum(most), 0))["total"])


def _rows(idea: Idea) -> QuerySet[Evidence]:
    paid = Coalesce(F("company__mrr_minor"), 0)
    nothing = Value(0)
    return (
        idea.evidence.standing()
        .order_by()
        .annotate(
            of_money=paid,
            of_risk=Case(When(at_risk(), then=paid), default=nothing),
            of_lost=Coalesce(lost_money(), 0),
            of_lost_deals=F("lost_deal_minor"),
            of_pipeline=F("open_deal_minor"),
            of_expansion=Case(When(company__mrr_minor__gt=0, then=F("open_deal_minor")), default=nothing),
        )
    )
