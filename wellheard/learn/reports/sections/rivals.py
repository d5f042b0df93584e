"""Which competitor was named for what: the reasons given, and the functions that were missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from wellheard.decide.models import EvidenceItem
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.listen.departures.models import Departure
from wellheard.workspace.models import Competitor, Reason

MOST = 5


def named_for(left: Iterable[Departure], lost: Iterable[Deal]) -> list[dict[str, Any]]:
    """Return for each competitor why deals went to it and companies left for it, and which ideas were missing there."""
    why: dict[int, Counter[Reason]] = defaultdict(Counter)
    names: dict[int, str] = {}
    deals = [deal for deal in lost if deal.competitor]
    for deal in deals:
        names |= _name(deal.competitor)
        for reason in {given.reason_id: given.reason for given in deal.reasons.all() if given.reason}.values():
            why[deal.competitor_id or 0][reason] += 1
    for one in left:
        names |= _name(one.competitor)
        if one.competitor and one.reason:
            why[one.competitor.pk][one.reason] += 1
    missing = _missing([deal.pk for deal in deals])
    found = [
        {"competitor": key, "name": name, "reasons": _most(why[key]), "ideas": missing.get(key, [])[:MOST]}
        for key, name in names.items()
    ]
    return sorted(
        (row for row in found if row["reasons"] or row["ideas"]), key=lambda row: (row["name"], row["competitor"])
    )


def _name(competitor: Competitor | None) -> dict[int, str]:
    return {competitor.pk: competitor.name} if competitor else {}


def _most(counts: Counter[Reason]) -> list[dict[str, Any]]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].name, item[0].pk))
    return [{"name": one.name, "reason": one.pk, "of": one.kind, "count": many} for one, many in ranked[:MOST]]


def _missing(deals: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Return by competitor the ideas that were missing in deals lost to it, those missing in most deals first."""
    of_deals = DealMissing.objects.filter(deal__in=deals)
    deal_of = dict(of_deals.values_list("feedback_id", "deal_id"))
    rival_of = dict(Deal.objects.filter(pk__in=deals).values_list("pk", "competitor_id"))
    items = EvidenceItem.objects.filter(feedback__in=deal_of, evidence__withdrawn_at=None, idea__merged_into=None)
    seen: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    for feedback, idea, title in items.values_list("feedback_id", "idea_id", "idea__title"):
        deal = deal_of[feedback or 0]
        seen[rival_of[deal] or 0, idea, title].add(deal)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for (rival, idea, title), those in sorted(seen.items(), key=lambda item: (-len(item[1]), item[0])):
        found[rival].append({"idea": idea, "title": title, "deals": len(those)})
    return found
