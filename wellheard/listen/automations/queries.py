"""What automations look at: the case behind a fact, what would have happened, and what did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.automations.conditions import Case, Conditions, Known, Verdict, judge
from wellheard.listen.automations.models import Automation, Consequence, Firing
from wellheard.listen.conversations.models import Conversation, Message, Tag
from wellheard.workspace.installation import installation

# What can set one off: the fact, and what it means to whoever writes one.
TRIGGERS = {
    "conversation.opened": _("A customer begins a conversation"),
    "message.heard": _("A customer writes"),
    "conversation.reopened": _("A conversation is open again"),
    "conversation.assigned": _("A conversation is given to somebody or a team"),
    "conversation.tagged": _("Somebody says what a conversation is about"),
    "conversation.overdue": _("A customer waits longer than we promised"),
    "conversation.has_news": _("There is news to tell the customer"),
    "conversation.closed": _("A conversation is closed"),
    "message.sent": _("Our answer went out"),
}
TRIED = 200
LOOKED_AT_CHARACTERS = 20_000


@dataclass(frozen=True)
class Tried:
    """What an automation would have done with one case, and why or why not."""

    fact: Fact
    conversation: Conversation
    verdicts: list[Verdict]

    @property
    def fires(self) -> bool:
        return all(verdict.holds for verdict in self.verdicts)

    @property
    def against(self) -> list[str]:
        """What did not hold."""
        return [verdict.sentence for verdict in self.verdicts if not verdict.holds]


def dry_run(when: str, conditions: Conditions) -> list[Tried]:
    """Return what would have happened in the last 200 cases, newest first, as their conversations stand now."""
    facts = list(Fact.objects.filter(name=when, subject_type="conversation").order_by("-happened_at", "-pk")[:TRIED])
    known = Known.of(conditions)
    return [Tried(fact, case.conversation, judge(conditions, case, known)) for fact, case in cases_of(facts)]


def cases_of(facts: Sequence[Fact]) -> list[tuple[Fact, Case]]:
    """Return the case behind each fact, in a fixed number of queries; what a program wrote is no case."""
    ids = {fact.subject_id for fact in facts}
    rows = Conversation.objects.standing().select_related("company__tier", "requester", "mailbox").in_bulk(ids)
    pairs = _pairs(rows)
    segments = _segments({row.company_id for row in rows.values() if row.company_id})
    words = _words(facts, rows)
    hours = installation().business_hours
    return [
        (
            fact,
            Case(
                rows[fact.subject_id],
                words.get(fact.pk, ""),
                tuple(pairs.get(fact.subject_id, ())),
                frozenset(segments.get(rows[fact.subject_id].company_id or 0, ())),
                hours.after(fact.happened_at, 0) <= fact.happened_at,
            ),
        )
        for fact in facts
        if fact.subject_id in rows and not fact.details.get("automatic")
    ]


def depth_of(fact: Fact) -> tuple[int, set[int]]:
    """Return how many automations lie behind a fact, and which."""
    caused = Consequence.objects.select_related("firing").filter(fact_id=fact.pk).first()
    if caused is None:
        return 0, set()
    depth, earlier = _behind(caused.firing)
    return depth + 1, earlier | {caused.firing.automation_id}


def with_counts() -> "QuerySet[Automation]":
    """Return the automations in their order, each with how often it acted in the last week and when last."""
    week = clock.now() - timedelta(days=7)
    fired = Q(firings__outcome=Firing.Outcome.FIRED)
    return Automation.objects.in_order().annotate(
        lately=Count("firings", filter=fired & Q(firings__happened_at__gte=week)),
        last_at=Max("firings__happened_at", filter=fired),
    )


def _behind(firing: Firing) -> tuple[int, set[int]]:
    caused = Consequence.objects.select_related("firing").filter(fact_id=firing.fact_id).first()
    return (1, {caused.firing.automation_id}) if caused else (0, set())


def _pairs(ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    rows = Tag.objects.filter(conversation__in=list(ids))
    for pk, area, category in rows.values_list("conversation_id", "area_id", "category_id"):
        found.setdefault(pk, []).append((area, category))
    return found


def _segments(companies: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = SegmentMember.objects.filter(company__in=companies).values_list("company_id", "segment_id")
    for company, segment in rows:
        found.setdefault(company, []).append(segment)
    return found


def _words(facts: Sequence[Fact], rows: dict[int, Conversation]) -> dict[int, str]:
    """Return what the customer said behind each fact: the message it names, else their latest."""
    named = {fact.pk: fact.details["message"] for fact in facts if fact.details.get("message")}
    messages = Message.objects.in_bulk(set(named.values()))
    unnamed = {fact.subject_id for fact in facts if fact.pk not in named} & set(rows)
    heard = Message.objects.filter(conversation__in=unnamed, kind=Message.Kind.HEARD, is_automatic=False)
    newest = heard.order_by("conversation", "-pk").distinct("conversation")
    latest = dict(newest.values_list("conversation_id", "words"))
    return {
        fact.pk: (
            messages[named[fact.pk]].words if named.get(fact.pk) in messages else latest.get(fact.subject_id, "")
        )[:LOOKED_AT_CHARACTERS]
        for fact in facts
    }
