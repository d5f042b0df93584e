"""Questions about pieces of work: what waits for them, and what follows from how they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from wellheard.customers.models import Company
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.deliver.work_items import trackers
from wellheard.deliver.work_items.models import WORK_ITEM, WantedItem, WorkItem, WorkItemLink
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.models import Conversation, ConversationQuerySet, ProductWait
from wellheard.listen.models import Feedback
from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.behind import Thing, examples_of, things_named
from wellheard.understand.trends.queries.incident import whole

# An idea in these has been answered; nothing is proposed for it.
OVER = (Idea.Status.SHIPPED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE)
QUOTES, SPIKE_QUOTES = 3, 8
QUOTE_LIMIT = 300


@dataclass(frozen=True)
class Waiting:
    """Who waits for a piece of work: so many companies, who pay so much a month together."""

    companies: int
    mrr_minor: int


@dataclass(frozen=True)
class Work:
    """What an idea or a conversation waits for: pieces of work, those still being made, and what a tracker proposes."""

    items: list[WorkItem]
    wanted: list[WantedItem]
    proposals: list[WorkItem]
    can_link: bool

    @property
    def refusing(self) -> list[tuple[str, datetime]]:
        """Trackers that do not accept us any more: what stands here is as it was read then."""
        return trackers.refusing()

    @property
    def is_shown(self) -> bool:
        return bool(self.items or self.wanted or self.can_link)


def work_of_idea(idea: Idea) -> Work:
    """Return what an idea waits for."""
    items = list(WorkItem.objects.filter(links__idea=idea).select_related("duplicate_of").order_by("pk"))
    wanted = WantedItem.objects.filter(idea=idea).exclude(state=WantedItem.State.MADE).order_by("pk")
    proposals = [item for item in items if _proposes(item)] if idea.status not in OVER else []
    return Work(items, list(wanted), proposals, bool(trackers.places()))


def work_of_conversation(conversation_id: int) -> Work:
    """Return what a conversation waits for, or waited for."""
    waits = ProductWait.objects.filter(conversation=conversation_id, subject_type=WORK_ITEM)
    items = WorkItem.objects.filter(pk__in=waits.values("subject_id")).select_related("duplicate_of").order_by("pk")
    wanted = WantedItem.objects.filter(conversation=conversation_id).exclude(state=WantedItem.State.MADE)
    return Work(list(items), list(wanted.order_by("pk")), [], bool(trackers.places()))


def work_of_spike(spike: Spike) -> Work:
    """Return what the conversations of something unusual wait for."""
    items = WorkItem.objects.filter(spike_links__spike=spike).select_related("duplicate_of").order_by("pk")
    wanted = WantedItem.objects.filter(spike=spike).exclude(state=WantedItem.State.MADE).order_by("pk")
    return Work(list(items), list(wanted), [], bool(trackers.places()))


def quotable_of(spike: Spike) -> list[Thing]:
    """Return some of what was said of something unusual, each of another company; nothing that must not be quoted."""
    return examples_of(whole(spike), most=SPIKE_QUOTES, suits=may_be_quoted)


def may_be_quoted(thing: Thing) -> bool:
    """Tell whether its words may leave; what somebody asked not to quote stays here."""
    return thing.feedback is None or thing.feedback.quotable != Feedback.Quotable.NO


def text_of(body: str, keys: Iterable[tuple[str, int]], *, is_private: bool) -> str:
    """Return what is written to a tracker: our words, and below them what somebody chose to quote, without who said it.

    What customers say leaves only for a place that invited people alone can read.
    """
    things = [thing for thing in things_named(list(keys)) if may_be_quoted(thing)] if is_private else []
    return "\n\n".join(part for part in (body, *(quoted(thing.words) for thing in things)) if part)


def quoted(words: str) -> str:
    """Return words as a quotation in Markdown."""
    return "\n".join(f"> {line}" for line in shorten(words, limit=QUOTE_LIMIT).split("\n"))


def family(item: WorkItem) -> list[int]:
    """Return a piece of work and everything that was closed as a duplicate of it, directly or through others."""
    found, new = {item.pk}, {item.pk}
    while new:
        new = set(WorkItem.objects.filter(duplicate_of__in=new).values_list("pk", flat=True)) - found
        found |= new
    return sorted(found)


def waiting_for(item: WorkItem) -> Waiting:
    """Say how many companies wait for a piece of work or its duplicates, and what they pay a month in the reporting currency."""
    companies = Company.objects.filter(_waits(item))
    return Waiting(companies.count(), companies.aggregate(sum=Sum("mrr_minor"))["sum"] or 0)


def quotes_for(item: WorkItem) -> list[str]:
    """Return what askers said about it that may be quoted, of those who pay most first; never who said it."""
    behind = EvidenceItem.objects.filter(idea__in=ideas_of(item), evidence__withdrawn_at=None).exclude(feedback=None)
    quotable = behind.exclude(feedback__quotable=Feedback.Quotable.NO).filter(feedback__set_aside_at=None)
    loudest = quotable.order_by("-evidence__company__mrr_minor", "-feedback__heard_at", "pk")
    return list(loudest.values_list("feedback__words", flat=True)[:QUOTES])


def ideas_of(item: WorkItem) -> QuerySet[Idea]:
    """Return the ideas that wait for a piece of work or its duplicates."""
    return Idea.objects.filter(pk__in=WorkItemLink.objects.filter(item__in=family(item)).values("idea"))


def undecided_ideas_of(item: WorkItem) -> QuerySet[Idea]:
    """Return those of them of which customers were told nothing final yet."""
    return ideas_of(item).filter(merged_into=None).exclude(status__in=OVER).order_by("pk")


def conversations_of(item: WorkItem) -> ConversationQuerySet:
    """Return the conversations that wait, or waited, for a piece of work or its duplicates."""
    return Conversation.objects.filter(pk__in=waits_of(item).values("conversation")).order_by("pk")


def waits_of(item: WorkItem) -> QuerySet[ProductWait]:
    """Return the waits for a piece of work or its duplicates."""
    return ProductWait.objects.filter(subject_type=WORK_ITEM, subject_id__in=family(item))


def is_over_for(idea_id: int) -> bool:
    """Tell whether any work an idea waits for is over."""
    over = WorkItem.objects.filter(links__idea=idea_id, state=WorkItem.State.CLOSED)
    return any(_proposes(item) for item in over)


def last_of(item: WorkItem) -> WorkItem:
    """Return the piece of work at the end of a chain of duplicates: that is where the work is done."""
    while item.duplicate_of:
        item = item.duplicate_of
    return item


def unread_since(moment: datetime) -> QuerySet[WorkItem]:
    """Return what something waits for and was not read since a moment, longest first."""
    stale = WorkItem.objects.followed().filter(Q(read_at=None) | Q(read_at__lt=moment))
    return stale.order_by("read_at", "pk")


def _proposes(item: WorkItem) -> bool:
    item = last_of(item)
    return item.state == WorkItem.State.CLOSED and item.outcome != WorkItem.Outcome.DUPLICATE


def _waits(item: WorkItem) -> Q:
    standing = Evidence.objects.standing().filter(idea__in=ideas_of(item)).exclude(company=None)
    asking = conversations_of(item).exclude(company=None)
    return Q(pk__in=standing.values("company")) | Q(pk__in=asking.values("company"))
