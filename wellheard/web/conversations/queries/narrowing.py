"""Narrow a list of conversations: by what they are about, whose they are, who wrote, since when, and by words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wellheard.customers.models import SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.one_of import one_of
from wellheard.learn.reports.sections.in_words import named_in_words
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.conversations.models import ConversationQuerySet, Tag
from wellheard.web.conversations.queries.searching import conversations_with
from wellheard.workspace.models import Area, Category, Staff
from wellheard.workspace.queries import within

# Before anybody wrote anything, wherever the installation's clock stands.
FIRST = date(1900, 1, 1)
Narrow = Callable[[ConversationQuerySet, Any, Staff], ConversationQuerySet]


def narrowed(rows: ConversationQuerySet, chosen: Mapping[str, Any], *, staff: Staff) -> ConversationQuerySet:
    """Return the conversations of a list that meet everything that was chosen."""
    for name, narrow in _BY.items():
        if chosen.get(name) not in (None, "", []):
            rows = narrow(rows, chosen[name], staff)
    return _naming(rows, chosen) if chosen.get("names") else rows


def _naming(rows: ConversationQuerySet, chosen: Mapping[str, Any]) -> ConversationQuerySet:
    """Return where customers named a competitor in their own words, between days."""
    days = Within.of(chosen.get("named_since") or FIRST, chosen.get("named_until") or clock.today())
    named = named_in_words(days).get(chosen["names"].pk)
    return rows.filter(one_of("pk", named.conversations if named else []))


def _words(rows: ConversationQuerySet, words: str, _staff: Staff) -> ConversationQuerySet:
    """Return where these words were written, in any language, by anybody, in notes too; or stand in the subject."""
    return rows.filter(one_of("pk", conversations_with(words)))


def _area(rows: ConversationQuerySet, area: Area, _staff: Staff) -> ConversationQuerySet:
    return rows.filter(pk__in=Tag.objects.filter(area__in=within(area)).values("conversation"))


def _category(rows: ConversationQuerySet, category: Category, _staff: Staff) -> ConversationQuerySet:
    return rows.filter(pk__in=Tag.objects.filter(category=category).values("conversation"))


def _assignee(rows: ConversationQuerySet, who: str, staff: Staff) -> ConversationQuerySet:
    if who == "me":
        return rows.filter(assignee=staff)
    return rows.filter(assignee=None) if who == "none" else rows.filter(assignee=int(who))


def _segment(rows: ConversationQuerySet, segment: Any, _staff: Staff) -> ConversationQuerySet:
    return rows.filter(company__in=SegmentMember.objects.filter(segment=segment).values("company"))


def _column(lookup: str) -> Narrow:
    return lambda rows, value, _staff: rows.filter(**{lookup: value})


_BY: dict[str, Narrow] = {
    "q": _words,
    "area": _area,
    "exactly": lambda rows, area, _staff: rows.filter(pk__in=Tag.objects.filter(area=area).values("conversation")),
    # What reports count: neither what a file brought nor what was set aside.
    "begun": lambda rows, _yes, _staff: rows.filter(aside_reason="").exclude(channel="import"),
    "category": _category,
    "assignee": _assignee,
    "team": _column("team"),
    "segment": _segment,
    "tier": _column("company__tier"),
    "pays": lambda rows, amount, _staff: rows.filter(company__mrr_minor__gte=amount * 100),
    "channel": _column("channel"),
    "mailbox": _column("mailbox"),
    "priority": _column("priority__gte"),
    "language": _column("language"),
    "company": _column("company"),
    "contact": _column("requester"),
    "waits": _column("waits_for"),
    "since": _column("started_at__date__gte"),
    "until": _column("started_at__date__lte"),
}
