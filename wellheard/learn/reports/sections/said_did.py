"""You said, we did: what was decided and went live, who heard of it, whether it helped; and what was promised and is not."""

from typing import Any

from django.db.models import Max

from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import ReleasedIdea
from wellheard.foundation import clock
from wellheard.learn.reports.sections.quoting import quotes_of
from wellheard.learn.reports.sections.telling import told_of
from wellheard.learn.reports.sections.using import UNKNOWN, use_of
from wellheard.learn.reports.sections.within import Built, Within

MOST, MOST_PROMISES = 12, 10
_SHIPPED = "shipped"
# What went live first, then what is coming, then what is not.
_ORDER = (_SHIPPED, Decision.Outcome.ALREADY_POSSIBLE.value, Decision.Outcome.YES.value, Decision.Outcome.NOT_NOW.value)


def build(within: Within) -> Built:
    """Return the outcomes of these days, most wanted first of each kind, and promises of before that are still open."""
    outcomes = _outcomes(within)
    ideas = Idea.objects.unmerged().in_bulk(list(outcomes))
    known = sorted(ideas, key=lambda pk: (_ORDER.index(outcomes[pk]["outcome"]), -ideas[pk].mrr_minor, pk))
    shown = known[:MOST]
    quotes, told = quotes_of(shown, within, most=1), told_of(shown)
    used = use_of([pk for pk in shown if outcomes[pk]["outcome"] == _SHIPPED], within)
    rows = [
        outcomes[pk] | _idea(ideas[pk]) | told[pk] | used.get(pk, UNKNOWN) | {"quotes": quotes.get(pk, [])}
        for pk in shown
    ]
    data = {
        "outcomes": len(known),
        "by_outcome": _counted(outcomes, known),
        "rows": rows,
        "promises": _promises(within),
    }
    return Built(data, [said for row in rows for said in row["quotes"]])


def _outcomes(within: Within) -> dict[int, dict[str, Any]]:
    """Return the last outcome of each idea that had one: going live stands above what was decided before it."""
    found: dict[int, dict[str, Any]] = {}
    for one in Decision.objects.filter(**within.days("decided_at")).order_by("decided_at", "pk"):
        found[one.idea_id] = {
            "outcome": one.outcome,
            "on": clock.day_of(one.decided_at).isoformat(),
            "reason": one.public_reason,
            "release": None,
        }
    shipped = ReleasedIdea.objects.filter(**within.days("release__published_at")).select_related("release")
    for shipment in shipped.order_by("release__published_at", "pk"):
        release = shipment.release
        on = clock.day_of(release.published_at) if release.published_at else within.stretch.last_on
        found[shipment.idea_id] = {
            "outcome": _SHIPPED,
            "on": on.isoformat(),
            "reason": release.title,
            "release": release.pk,
        }
    return found


def _idea(idea: Idea) -> dict[str, Any]:
    return {
        "idea": idea.pk,
        "title": idea.title,
        "status": idea.status,
        "is_public": idea.is_public and idea.board_id is None,
        "companies": idea.company_count,
        "asked": idea.contact_count,
        "mrr_minor": idea.mrr_minor,
    }


def _counted(outcomes: dict[int, dict[str, Any]], known: list[int]) -> list[dict[str, Any]]:
    kinds = [outcomes[pk]["outcome"] for pk in known]
    return [{"outcome": kind, "ideas": kinds.count(kind)} for kind in _ORDER]


def _promises(within: Within) -> list[dict[str, Any]]:
    """Return what got a yes before these days and is not live, the oldest promise first."""
    waiting = Idea.objects.unmerged().filter(status__in=[Idea.Status.PLANNED, Idea.Status.BUILDING, Idea.Status.BETA])
    promised = waiting.filter(decisions__outcome=Decision.Outcome.YES, decisions__decided_at__lt=within.begins)
    since = promised.annotate(at=Max("decisions__decided_at")).order_by("at", "pk").values_list("pk", "at")
    oldest = list(since[:MOST_PROMISES])
    ideas = Idea.objects.in_bulk([pk for pk, _at in oldest])
    return [_idea(ideas[pk]) | {"since": clock.day_of(at).isoformat(), "days": _days(at, within)} for pk, at in oldest]


def _days(moment: Any, within: Within) -> int:
    return int((within.ends - moment).days)
