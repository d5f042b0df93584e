"""Who left and whom we did not win: the reasons, the money, and to whom; and who came back."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from wellheard.learn.reports.sections.named import in_words
from wellheard.learn.reports.sections.rivals import named_for
from wellheard.learn.reports.sections.within import Built, Within
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.listen.departures.models import Departure
from wellheard.workspace.models import Reason

MOST = 10


def build(within: Within) -> Built:
    """Return departures and lost deals by reason and competitor, with money, what came back, and whom customers named."""
    days = (within.stretch.begins_on, within.stretch.last_on)
    left = list(Departure.objects.filter(left_on__range=days).with_people().order_by("pk"))
    before = Departure.objects.filter(left_on__range=(within.before.begins_on, within.before.last_on))
    back = Departure.objects.filter(returned_on__range=days)
    lost = list(_deals(Deal.objects.standing().lost().filter(day__range=days)))
    won = Deal.objects.standing().won().filter(day__range=days)
    data: dict[str, Any] = {
        "left": len(left),
        "left_minor": sum(one.mrr_minor or 0 for one in left),
        "left_unknown": sum(one.mrr_minor is None for one in left),
        "left_before": before.count(),
        "returned": back.count(),
        "returned_minor": sum(minor or 0 for minor in back.values_list("returned_mrr_minor", flat=True)),
        "reasons": _reasons((one.reason, one.mrr_minor or 0) for one in left),
        "most": _most(left),
        "lost": len(lost),
        "lost_minor": sum(one.reporting_minor or 0 for one in lost),
        "lost_unknown": sum(one.reporting_minor is None for one in lost),
        "won": won.count(),
        "won_minor": sum(minor or 0 for minor in won.values_list("reporting_minor", flat=True)),
        "outcomes": _outcomes(lost),
        "deal_reasons": _reasons((reason, one.reporting_minor or 0) for one in lost for reason in _reasons_of(one)),
        "competitors": _competitors(left, lost),
        "named_for": named_for(left, lost),
        "in_words": in_words(within),
    }
    return Built(data, [said for row in data["in_words"] for said in row["quotes"]])


def _deals(rows: "QuerySet[Deal]") -> "QuerySet[Deal]":
    given = Prefetch("reasons", DealReason.objects.select_related("reason"))
    return rows.select_related("competitor").prefetch_related(given).order_by("pk")


def _reasons_of(deal: Deal) -> list[Reason | None]:
    """Return each reason of a deal once, whoever gave it; none where nobody did."""
    return list({said.reason_id: said.reason for said in deal.reasons.all()}.values()) or [None]


def _reasons(pairs: "Iterable[tuple[Reason | None, int]]") -> list[dict[str, Any]]:
    counts: Counter[Reason | None] = Counter()
    money: Counter[Reason | None] = Counter()
    for reason, minor in pairs:
        counts[reason] += 1
        money[reason] += minor
    rows: list[dict[str, Any]] = [
        {"reason": one.pk if one else None, "name": one.name if one else "", "count": many, "minor": money[one]}
        for one, many in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row["count"], -row["minor"], row["name"]))[:MOST]


def _most(left: list[Departure]) -> list[dict[str, Any]]:
    """Return who paid most of those who left."""
    rows = sorted(left, key=lambda one: (-(one.mrr_minor or 0), one.pk))[:MOST]
    return [
        {
            "company": one.company_id,
            "name": one.company.name,
            "on": one.left_on.isoformat(),
            "reason_name": one.reason.name if one.reason else "",
            "competitor": one.competitor.name if one.competitor else "",
            "mrr_minor": one.mrr_minor,
            "is_back": one.returned_on is not None,
        }
        for one in rows
    ]


def _outcomes(lost: list[Deal]) -> list[dict[str, Any]]:
    counts = Counter(one.outcome for one in lost)
    return [
        {"outcome": outcome, "deals": many}
        for outcome, many in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


def _competitors(left: list[Departure], lost: list[Deal]) -> list[dict[str, Any]]:
    """Return to whom we lost, deals and departures each in a column of its own: a deal's money is not a month's."""
    found: defaultdict[int, dict[str, Any]] = defaultdict(
        lambda: {"competitor": None, "name": "", "lost": 0, "lost_minor": 0, "left": 0, "left_minor": 0}
    )
    for deal in lost:
        if deal.competitor:
            row = found[deal.competitor.pk]
            row |= {"competitor": deal.competitor.pk, "name": deal.competitor.name}
            row["lost"], row["lost_minor"] = row["lost"] + 1, row["lost_minor"] + (deal.reporting_minor or 0)
    for one in left:
        if one.competitor:
            row = found[one.competitor.pk]
            row |= {"competitor": one.competitor.pk, "name": one.competitor.name}
            row["left"], row["left_minor"] = row["left"] + 1, row["left_minor"] + (one.mrr_minor or 0)
    return sorted(found.values(), key=lambda row: (-row["lost"] - row["left"], row["name"]))[:MOST]
