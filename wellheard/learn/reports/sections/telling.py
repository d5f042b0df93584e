"""Who was told what became of an idea, who still waits to hear it, and what they say of it: people, each once."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q

from wellheard.answer.models import Answer, AnswerQuerySet

# What an answer must be for its reader to count.
STATES: dict[str, Q] = {
    "told": Q(state__in=Answer.REACHED),
    "owed": Q(state__in=Answer.OUTSTANDING),
    "answered": ~Q(solved=""),
    "helped": Q(solved=Answer.Solved.YES),
    "no": Q(solved=Answer.Solved.NO),
}


def news(ideas: Collection[int]) -> AnswerQuerySet:
    """Return what is said of ideas beyond that we have heard."""
    return Answer.objects.filter(idea__in=ideas).exclude(occasion=Answer.Occasion.ACKNOWLEDGED)


def told_of(ideas: Collection[int]) -> dict[int, dict[str, int]]:
    """Return of each idea how many people heard an outcome, wait for it, and say whether it helped, in one query."""
    names = ("told", "owed", "helped", "answered")
    counts = {name: Count("contact", distinct=True, filter=STATES[name]) for name in names}
    rows: Any = news(ideas).order_by().values("idea_id").annotate(**counts)
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    found.update({row["idea_id"]: {name: row[name] for name in names} for row in rows})
    return found
