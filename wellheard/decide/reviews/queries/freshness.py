"""Which ideas on a table rest on old words, whom that may be asked, and who has answered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from wellheard.decide.demand.half_lives import present_weights
from wellheard.decide.demand.models import Asked, StillNeeded
from wellheard.decide.demand.queries.asking import askers
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.reviews.models import Review

# What weighs less than this is past its half-life.
HALF = 0.5


@dataclass(frozen=True)
class Freshness:
    """The ideas whose evidence is old, how many people may be asked of them, and what came of asking for this meeting."""

    old: list[Idea]
    to_ask: int
    asked: int
    answered: int
    last_asked_at: datetime | None

    @property
    def is_in(self) -> bool:
        """Whether everybody who was asked has answered."""
        return 0 < self.asked == self.answered


def freshness_of(review: Review) -> Freshness:
    """Return how old the words are on which a table rests, and whether those who said them were asked again."""
    old = old_ideas(review)
    there = review.items.values("idea")
    questions = StillNeeded.objects.filter(asked__round__begun_at__gte=review.planned_at, idea__in=there)
    asked = Asked.objects.filter(pk__in=questions.values("asked"))
    answered = asked.filter(pk__in=questions.exclude(answered_at=None).values("asked"))
    last = asked.order_by("-asked_at").values_list("asked_at", flat=True).first()
    to_ask = len(askers([idea.pk for idea in old])) if old else 0
    return Freshness(old, to_ask, asked.count(), answered.count(), last)


def old_ideas(review: Review) -> list[Idea]:
    """Return the ideas on a table of whose standing evidence half or more weighs less than half, in the table's order."""
    ideas = [item.idea for item in review.items.select_related("idea").order_by("position", "pk")]
    rows: dict[int, list[int]] = defaultdict(list)
    standing = Evidence.objects.standing().filter(idea__in=ideas).order_by()
    for idea_id, evidence_id in standing.values_list("idea_id", "pk"):
        rows[idea_id].append(evidence_id)
    weights = present_weights([pk for found in rows.values() for pk in found])
    return [idea for idea in ideas if _is_old([weights[pk] for pk in rows.get(idea.pk, [])])]


def _is_old(weights: list[float]) -> bool:
    return bool(weights) and sum(weight < HALF for weight in weights) * 2 >= len(weights)
