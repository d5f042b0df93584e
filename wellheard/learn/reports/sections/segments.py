"""How parts of our customers differ: tiers, trades and saved segments, and what only one of them wants."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wellheard.customers.models import Segment
from wellheard.decide.models import Idea
from wellheard.learn.reports.sections.asks import Wish
from wellheard.learn.reports.sections.voices import customers, heard_companies
from wellheard.learn.reports.sections.within import Built, Within
from wellheard.workspace.models import Tier

MOST, MOST_ALONE = 8, 8
# An idea is one part's alone where it has so many companies, and so great a share of those who ask.
FEWEST, ALONE = 3, 0.8


def build(within: Within) -> Built:
    """Return for each tier, trade and segment how many were heard and what they want most; and what only one of them wants."""
    firms = list(customers(within).values_list("pk", "tier__name", "industry"))
    heard, asked = heard_companies(within), within.asked
    tiers, trades = _parts((pk, tier) for pk, tier, _trade in firms), _parts((pk, trade) for pk, _tier, trade in firms)
    rows = [
        *_rows("tier", tiers, heard, asked),
        *_rows("industry", trades, heard, asked)[:MOST],
        *_segment_rows(heard, asked, {pk for pk, *_rest in firms}),
    ]
    alone = [*_alone("tier", asked), *_alone("trade", asked)]
    alone.sort(key=lambda row: (-row["companies"], row["idea"], row["by"]))
    keys = dict(Tier.objects.values_list("name", "pk"))
    titles = dict(Idea.objects.filter(pk__in=_ideas(rows, alone)).values_list("pk", "title"))
    for row in (*rows, *alone[:MOST_ALONE]):
        row["title"] = titles.get(row["idea"] or 0, "")
        row["tier"] = keys.get(row["name"]) if row["by"] == "tier" else None
    return Built({"rows": rows, "alone": alone[:MOST_ALONE]})


def _parts(pairs: Iterable[tuple[int, str | None]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for company, part in pairs:
        if part:
            found[part].add(company)
    return found


def _rows(by: str, parts: dict[str, set[int]], heard: set[int], asked: list[Wish]) -> list[dict[str, Any]]:
    rows = [_row(by, name, members, heard, asked) for name, members in parts.items()]
    return sorted(rows, key=lambda row: (-row["companies"], row["name"]))


def _segment_rows(heard: set[int], asked: list[Wish], customers_now: set[int]) -> list[dict[str, Any]]:
    found = []
    for segment in Segment.objects.order_by("name", "pk")[:MOST]:
        members = set(segment.members.values_list("company_id", flat=True)) & customers_now
        found.append(_row("segment", segment.name, members, heard, asked) | {"segment": segment.pk})
    return found


def _row(by: str, name: str, members: set[int], heard: set[int], asked: list[Wish]) -> dict[str, Any]:
    wants = [(len(members & wish.companies.keys()), wish.severity, wish.idea) for wish in asked]
    companies, _severity, idea = max(wants, default=(0, (0, 0, 0, 0), 0))
    return {
        "by": by,
        "name": name,
        "segment": None,
        "companies": len(members),
        "heard": len(members & heard),
        "idea": idea if companies else None,
        "idea_companies": companies,
    }


def _alone(part: str, asked: list[Wish]) -> list[dict[str, Any]]:
    found = []
    for wish in asked:
        spread = {name: many for name, many in wish.spread(part).items() if name}
        name, many = next(iter(spread.items()), ("", 0))
        if many >= FEWEST and many >= ALONE * len(wish.companies):
            by = "industry" if part == "trade" else part
            found.append({"by": by, "name": name, "idea": wish.idea, "of": len(wish.companies), "companies": many})
    return found


def _ideas(*lists: list[dict[str, Any]]) -> set[int]:
    return {row["idea"] for rows in lists for row in rows if row["idea"]}
