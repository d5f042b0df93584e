"""The ten most wanted: one order of severity, with money, trend, where each stands, and words that may be read."""

from typing import Any

from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.learn.reports.sections.asks import Wish, wishes
from wellheard.learn.reports.sections.quoting import quotes_of
from wellheard.learn.reports.sections.within import Built, Within

MOST, QUOTES = 10, 2


def build(within: Within) -> Built:
    """Return the ten requests that weigh most, each with its rank in the days before."""
    asked, before = within.asked, wishes(within.before)
    ranks = {wish.idea: (rank, wish.said) for rank, wish in enumerate(before, start=1)}
    top = asked[:MOST]
    ideas = Idea.objects.select_related("owner", "area").in_bulk([wish.idea for wish in top])
    quotes = quotes_of(list(ideas), within, most=QUOTES)
    rows = [
        _row(rank, wish, ideas[wish.idea]) | _earlier(ranks.get(wish.idea)) | {"quotes": quotes.get(wish.idea, [])}
        for rank, wish in enumerate(top, start=1)
    ]
    return Built({"asked": len(asked), "rows": rows}, [said for row in rows for said in row["quotes"]])


def _row(rank: int, wish: Wish, idea: Idea) -> dict[str, Any]:
    weighed = wish.weighed
    return {
        "rank": rank,
        "idea": idea.pk,
        "title": idea.title,
        "area": idea.area.name if idea.area else "",
        "owner": idea.owner.name if idea.owner else "",
        "status": idea.status,
        "status_since": clock.day_of(idea.status_changed_at).isoformat(),
        "is_public": idea.is_public and idea.board_id is None,
        "said": wish.said,
        "companies": len(wish.companies),
        "others": wish.others,
        "mrr_minor": wish.mrr,
        "largest_minor": wish.largest,
        "risk_minor": idea.risk_minor,
        "lost_minor": idea.lost_minor,
        "need": round(sum(weighed) / len(weighed), 2) if weighed else None,
        "need_said": len(weighed),
        "cannot_work": wish.cannot_work,
        "tiers": [{"tier": name, "companies": many} for name, many in wish.spread("tier").items()],
    }


def _earlier(earlier: tuple[int, int] | None) -> dict[str, int | None]:
    rank, said = earlier or (None, 0)
    return {"rank_before": rank, "said_before": said}
