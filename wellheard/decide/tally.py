"""Keep an idea's counters true through one change of one company's evidence, reading that company's row and no other.

A vote for what thousands want costs what a vote for anything costs. Whatever changes many rows counts anew: see `counters`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from wellheard.decide.counters import ASKED, is_counted_later, recount, risk_days
from wellheard.decide.models import Evidence, EvidenceItem, Idea, IdeaMonth, Vote
from wellheard.foundation import clock
from wellheard.listen.models import Feedback

# The company and the contact a row of evidence is of; at most one of them.
Place = tuple[int | None, int | None]

# In the order of the statement below.
_SUMS = (
    "company_count",
    "mrr_minor",
    "risk_minor",
    "lost_minor",
    "lost_deals_minor",
    "pipeline_minor",
    "expansion_minor",
    "largest_minor",
    "pull",
    "pull_count",
    "weighed_count",
    "need_count",
)
_ADDED = (*(name for name in _SUMS if name != "largest_minor"), "feedback_count", "vote_count")
_ASKED = """
    SELECT companies, mrr, risk, lost, lost_deals, pipeline, expansion, largest, pull, pull_said,
        weighed, needs FROM ({asked}) AS asked
""".replace("{asked}", ASKED.format(which="e.id = ANY(%(rows)s)"))


@dataclass
class _Weight:
    """What some rows add to their idea."""

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys([*_SUMS, "feedback_count", "vote_count"], 0))
    months: Counter[date] = field(default_factory=Counter)
    contacts: set[int] = field(default_factory=set)
    said: set[int] = field(default_factory=set)


@contextmanager
def counted(idea: Idea, *places: Place) -> Iterator[None]:
    """Count what changes meanwhile in the rows of these companies or contacts, and there only.

    The idea is locked already: what is read before and after is what nobody else can change.
    """
    if is_counted_later():
        yield
        return
    before = _weigh(idea, places)
    yield
    after = _weigh(idea, places)
    if _is_largest_gone(idea, before, after):
        recount([idea.pk])
        return
    _add(idea, before, after, _new_contacts(idea, places, before, after))
    _add_months(idea, before, after)


def _weigh(idea: Idea, places: Iterable[Place]) -> _Weight:
    rows = _rows(idea, places)
    weight = _Weight()
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"rows": rows, **risk_days()})
        if found := cursor.fetchone():
            weight.sums.update(zip(_SUMS, map(int, found), strict=True))
    items = EvidenceItem.objects.filter(evidence__in=rows).values_list(
        "evidence__withdrawn_at",
        "feedback_id",
        Coalesce("feedback__contact_id", "vote__contact_id"),
        Coalesce("feedback__heard_at", "vote__voted_at"),
    )
    for withdrawn_at, feedback_id, contact_id, said_at in items:
        weight.sums["vote_count"] += feedback_id is None
        if withdrawn_at is None:
            _put(weight, feedback_id, contact_id, said_at)
    return weight


def _rows(idea: Idea, places: Iterable[Place]) -> list[int]:
    found: list[int] = []
    for company_id, contact_id in places:
        same: dict[str, Any] = {"company_id": company_id, "contact_id": contact_id}
        found += Evidence.objects.filter(idea=idea, **same).values_list("pk", flat=True)
    return found


def _put(weight: _Weight, feedback_id: int | None, contact_id: int | None, said_at: datetime) -> None:
    weight.months[clock.day_of(said_at).replace(day=1)] += 1
    if contact_id:
        weight.contacts.add(contact_id)
    if feedback_id:
        weight.sums["feedback_count"] += 1
        weight.said.add(feedback_id)


def _is_largest_gone(idea: Idea, before: _Weight, after: _Weight) -> bool:
    """Tell whether the company that pays most, or a quote that was kept, is gone: then all rows have to be asked."""
    kept = Idea.objects.values("largest_minor", "loudest_id", "public_quote_id").get(pk=idea.pk)
    largest = before.sums["largest_minor"]
    fell = largest > after.sums["largest_minor"] and largest >= kept["largest_minor"]
    return fell or not {kept["loudest_id"], kept["public_quote_id"]}.isdisjoint(before.said - after.said)


def _new_contacts(idea: Idea, places: Iterable[Place], before: _Weight, after: _Weight) -> int:
    """Return how many people more ask now; somebody who also asks for another company is none."""
    changed = before.contacts ^ after.contacts
    if not changed:
        return 0
    standing = EvidenceItem.objects.filter(idea=idea, evidence__withdrawn_at=None)
    elsewhere = standing.exclude(evidence__in=_rows(idea, places))
    said = Feedback.objects.filter(contact__in=changed).values("pk")
    wished = Vote.objects.filter(idea=idea, contact__in=changed).values("pk")
    known = {
        *elsewhere.filter(feedback__in=said).values_list("feedback__contact_id", flat=True),
        *elsewhere.filter(vote__in=wished).values_list("vote__contact_id", flat=True),
    }
    return len(after.contacts - before.contacts - known) - len(before.contacts - after.contacts - known)


def _add(idea: Idea, before: _Weight, after: _Weight, people: int) -> None:
    changes: dict[str, Any] = {name: after.sums[name] - before.sums[name] for name in _ADDED}
    changes["contact_count"] = people
    pull = changes.pop("pull")
    values: dict[str, Any] = {name: Greatest(F(name) + change, Value(0)) for name, change in changes.items() if change}
    if pull:
        # Alone of all it may be below nothing.
        values["pull"] = F("pull") + pull
    values["largest_minor"] = Greatest(F("largest_minor"), Value(after.sums["largest_minor"]))
    if after.said - before.said or after.sums["need_count"] > before.sums["need_count"]:
        values |= _quotes(idea, after)
    Idea.objects.filter(pk=idea.pk).update(**values)


def _quotes(idea: Idea, after: _Weight) -> dict[str, int | None]:
    """Return what is heard first, by us and on the portal: what was kept so far, or one of those that came."""
    kept = Idea.objects.filter(pk=idea.pk).values_list("loudest", "public_quote")
    candidates = {*after.said, *kept[0]} - {None}
    rivals = EvidenceItem.objects.filter(idea=idea, evidence__withdrawn_at=None, feedback__in=candidates)
    newest = ("feedback__voice", "-feedback__heard_at", "-pk")
    loudest = rivals.order_by(F("evidence__company__mrr_minor").desc(nulls_last=True), *newest)
    public = rivals.exclude(feedback__quotable=Feedback.Quotable.NO).exclude(feedback__published_at=None)
    return {
        "loudest": loudest.values_list("feedback_id", flat=True).first(),
        "public_quote": public.order_by(*newest).values_list("feedback_id", flat=True).first(),
    }


def _add_months(idea: Idea, before: _Weight, after: _Weight) -> None:
    for month in before.months.keys() | after.months.keys():
        change = after.months[month] - before.months[month]
        if change:
            row, _is_new = IdeaMonth.objects.get_or_create(idea=idea, month=month, defaults={"pieces": 0})
            IdeaMonth.objects.filter(pk=row.pk).update(pieces=Greatest(F("pieces") + change, Value(0)))
