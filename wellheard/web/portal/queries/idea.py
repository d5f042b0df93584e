"""One public idea as a visitor sees it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wellheard.customers.models import Contact
from wellheard.decide.models import Evidence, EvidenceItem, Follower, Idea
from wellheard.decide.queries import standing_for
from wellheard.web.portal.queries.board import THERE
from wellheard.web.portal.queries.texts import Notes, PublicText, reasons_of, texts_of
from wellheard.web.portal.queries.way import Milestones, day, milestones, steps
from wellheard.web.templatetags.charts import Step


@dataclass(frozen=True)
class Story:
    """An idea, its way so far, and what this visitor has to do with it."""

    idea: Idea
    known: Milestones
    steps: list[Step]
    has_voted: bool
    evidence: Evidence | None
    text: PublicText
    reason: Notes | None
    follows: bool

    @property
    def importance(self) -> int | None:
        """How much the visitor's company needs it, if the customer said so."""
        is_theirs = self.evidence is not None and self.evidence.importance_set_by == Evidence.SetBy.CUSTOMER
        return self.evidence.importance if self.evidence and is_theirs else None

    @property
    def since(self) -> str:
        return day(self.known.heard_at or self.idea.created_at)

    @property
    def decided_on(self) -> str:
        return day(self.known.decision.decided_at) if self.known.decision else ""

    @property
    def is_there(self) -> bool:
        return self.idea.status in THERE

    @property
    def asks_how_much(self) -> bool:
        """Whether it can still block them, and they said that they need it."""
        return not self.is_there and (self.has_voted or self.evidence is not None)

    @property
    def needed_by(self) -> date | None:
        """Until when the visitor's company needs it."""
        return self.evidence.needed_by if self.evidence else None


def public_idea(idea_id: int, *, reader: Contact | None) -> Idea | None:
    """Return an idea that this visitor may see; of one that was merged, the one it is part of."""
    return Idea.objects.visible_to(reader).select_related("area").filter(pk=standing_for(idea_id)).first()


def story(idea: Idea, *, reader: Contact | None) -> Story:
    """Return what a visitor sees of an idea, apart from the quotes."""
    known = milestones([idea], reader=reader)[idea.pk]
    return Story(
        idea=idea,
        known=known,
        steps=steps(idea, known),
        has_voted=reader is not None and idea.items.filter(vote__contact=reader).exists(),
        evidence=evidence_of(idea, reader) if reader else None,
        text=texts_of([idea])[idea.pk],
        reason=reasons_of([known.decision])[known.decision.pk] if known.decision else None,
        follows=reader is not None and is_following(idea, reader),
    )


def is_following(idea: Idea, contact: Contact) -> bool:
    """Tell whether this contact hears about an idea: they follow it, or asked for it and never said that they do not want to."""
    row = Follower.objects.filter(idea=idea, contact=contact).first()
    return row.stopped_at is None if row else evidence_of(idea, contact) is not None


def evidence_of(idea: Idea, contact: Contact) -> Evidence | None:
    """Return the row of evidence this contact's vote or words stand behind."""
    items = EvidenceItem.objects.filter(Q(vote__contact=contact) | Q(feedback__contact=contact), idea=idea)
    item = items.filter(evidence__withdrawn_at=None).select_related("evidence").order_by("pk").first()
    return item.evidence if item else None
