"""What happened to an idea as customers follow it: each status, when, and what was said with it."""

from dataclasses import dataclass
from datetime import datetime

from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation.facts.models import Fact
from wellheard.web.portal.queries.texts import Notes, notes_of, reasons_of
from wellheard.web.templatetags.kit import STATUS_LOOKS

MOST = 30
_DECIDED = {
    Decision.Outcome.YES: Idea.Status.PLANNED,
    Decision.Outcome.NOT_NOW: Idea.Status.NOT_NOW,
    Decision.Outcome.ALREADY_POSSIBLE: Idea.Status.ALREADY_POSSIBLE,
}


@dataclass(frozen=True)
class Happened:
    """One step of an idea: the status it took, what was decided with it, or what went live."""

    at: datetime
    status: str
    decision: Decision | None = None
    release: Release | None = None
    # What customers read of the decision or the release, in this reader's language where somebody wrote it.
    read: Notes | None = None

    @property
    def name(self) -> str:
        return str(Idea.Status(self.status).label)

    @property
    def icon(self) -> str:
        return STATUS_LOOKS[self.status][1]


def history(idea: Idea) -> list[Happened]:
    """Return the steps of an idea, newest first, down to when it was heard."""
    decisions = list(idea.decisions.select_related("decided_by").order_by("-decided_at", "-pk")[:MOST])
    reasons = reasons_of(decisions)
    decided = [
        Happened(one.decided_at, _DECIDED[Decision.Outcome(one.outcome)], decision=one, read=reasons[one.pk])
        for one in decisions
    ]
    # A decision tells its own move, with the reason.
    moved = [step for step in _moves(idea) if not (step.status in _DECIDED.values() and decided)]
    steps = [*decided, *moved, Happened(idea.created_at, Idea.Status.HEARD)]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _moves(idea: Idea) -> list[Happened]:
    facts = Fact.objects.filter(subject_type="idea", subject_id=idea.pk, name="idea.status_changed")
    shipment = ReleasedIdea.objects.filter(idea=idea, release__published_at__isnull=False).select_related("release")
    shipped = shipment.order_by("-release__published_at").first()
    known = set(Idea.Status.values)
    read = notes_of([shipped.release])[shipped.release.pk] if shipped else None
    return [
        Happened(
            fact.happened_at,
            str(fact.details["new"]),
            release=shipped.release if shipped and fact.details["new"] == Idea.Status.SHIPPED else None,
            read=read,
        )
        for fact in facts.order_by("-happened_at", "-pk")[:MOST]
        if fact.details.get("new") in known
    ]
