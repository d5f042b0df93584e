"""Which ideas a meeting should look at, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from wellheard.decide.models import Decision, Evidence, EvidenceItem, Idea
from wellheard.decide.reviews.models import Cycle, Review, ReviewItem, Verdict
from wellheard.decide.reviews.queries.snapshots import has_other_texts
from wellheard.foundation import clock
from wellheard.workspace.models import Task

Why = ReviewItem.Why

# The kind of task that finds what a meeting wanted to know.
FIND_EVIDENCE = "find_evidence"
ABOUT_ITEM = "reviewitem"

# Ideas that somebody decides about already because they are live or on their way.
_UNDER_WAY = (Idea.Status.BUILDING, Idea.Status.BETA, Idea.Status.SHIPPED)
_FAR_APART = 3
# In this order they are proposed: what was promised first, then what is new.
_ORDER = (
    Why.TEXT_CHANGED,
    Why.DEFERRAL_OVER,
    Why.ANSWERED,
    Why.UNSETTLED,
    Why.DISPUTED,
    Why.REVERSED,
    Why.NEW_EVIDENCE,
    Why.CHANGED_EVIDENCE,
)


@dataclass(frozen=True)
class Proposal:
    """An idea that belongs on the table, and the reasons, the weightiest first."""

    idea: Idea
    why: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """The reasons in words."""
        return [str(Why(code).label) for code in self.why]


def proposals_for(review: Review, *, limit: int = 30) -> list[Proposal]:
    """Return what a meeting should look at and is not on its table yet: promises first, then by the money that asks."""
    found = reasons_by_idea(since_of(review), clock.day_of(review.meets_at))
    there = ReviewItem.objects.filter(review=review).values("idea")
    ideas = Idea.objects.unmerged().filter(pk__in=found).exclude(pk__in=there)
    proposals = [Proposal(idea, tuple(sorted(found[idea.pk], key=_ORDER.index))) for idea in ideas]
    proposals.sort(key=lambda one: (_ORDER.index(Why(one.why[0])), -one.idea.mrr_minor, one.idea.pk))
    return proposals[:limit]


def since_of(review: Review) -> datetime:
    """Return since when news counts: since the last meeting's shortlist was frozen, else a cycle before this one was planned."""
    earlier = Review.objects.filter(number__lt=review.number, state=Review.State.HELD)
    last = earlier.aggregate(last=Max("frozen_at"))["last"]
    return last or review.planned_at - timedelta(days=(Cycle.objects.first() or Cycle()).days)


def reasons_by_idea(since: datetime, day: date) -> dict[int, set[Why]]:
    """Return for each idea why it should be looked at on a day."""
    found: dict[int, set[Why]] = defaultdict(set)
    for why, ids in _sources(since, day):
        for idea_id in ids:
            found[idea_id].add(why)
    return dict(found)


def changed_approved() -> list[int]:
    """Return the ideas we said yes to whose texts are others now than those that lay on the table."""
    latest = _latest_items().filter(verdict__outcome=Verdict.Outcome.ACCEPT).select_related("idea")
    waiting = latest.exclude(idea__status=Idea.Status.SHIPPED)
    return [item.idea_id for item in waiting if has_other_texts(item.idea, item.snapshot)]


def _sources(since: datetime, day: date) -> list[tuple[Why, Iterable[int]]]:
    evidence = Evidence.objects.exclude(idea__status__in=_UNDER_WAY).order_by()
    # By when we linked it, not by when it was said: an import brings old words that are new to us.
    pieces = EvidenceItem.objects.filter(evidence=OuterRef("pk"))
    heard = evidence.standing().filter(pk__in=EvidenceItem.objects.filter(linked_at__gt=since).values("evidence"))
    known = Exists(pieces.filter(linked_at__lte=since))
    latest = _latest_items()
    undecided = latest.filter(verdict=None, review__state=Review.State.HELD)
    answered = Task.objects.filter(kind=FIND_EVIDENCE, subject_type=ABOUT_ITEM).exclude(done_at=None)
    asked = latest.filter(verdict__outcome=Verdict.Outcome.NEED_EVIDENCE)
    return [
        (Why.NEW_EVIDENCE, _ideas(heard.exclude(known))),
        (Why.CHANGED_EVIDENCE, _ideas(heard.filter(known))),
        (Why.REVERSED, _ideas(evidence.filter(withdrawn_at__gt=since))),
        (Why.UNSETTLED, _ideas(undecided)),
        (Why.DISPUTED, _disputed(undecided)),
        (Why.ANSWERED, _ideas(asked.filter(pk__in=answered.values("subject_id")))),
        (Why.DEFERRAL_OVER, _deferred(latest, day)),
        (Why.TEXT_CHANGED, changed_approved()),
    ]


def _latest_items() -> QuerySet[ReviewItem]:
    """Each idea's last time on a table that was frozen."""
    last = ReviewItem.objects.exclude(snapshot_sha256="").order_by("idea", "-pk").distinct("idea")
    return ReviewItem.objects.filter(pk__in=last.values("pk"))


def _ideas(rows: "QuerySet[Evidence] | QuerySet[ReviewItem]") -> Iterable[int]:
    return set(rows.order_by().values_list("idea_id", flat=True))


def _disputed(items: QuerySet[ReviewItem]) -> Iterable[int]:
    values: dict[int, list[int]] = defaultdict(list)
    rows = items.filter(review__revealed_at__isnull=False, ratings__value__isnull=False)
    for idea_id, value in rows.values_list("idea_id", "ratings__value"):
        if value is not None:
            values[idea_id].append(value)
    return [idea_id for idea_id, given in values.items() if max(given) - min(given) >= _FAR_APART]


def _deferred(latest: QuerySet[ReviewItem], day: date) -> set[int]:
    """What we said we look at again on a day that has come: by a meeting, or by a decision beside one."""
    by_meeting = set(_ideas(latest.filter(verdict__outcome=Verdict.Outcome.DEFER, verdict__defer_until__lte=day)))
    decided = Decision.objects.order_by("idea", "-decided_at", "-pk").distinct("idea").values("pk")
    due = Decision.objects.filter(pk__in=decided, revisit_on__lte=day, idea__status=Idea.Status.NOT_NOW)
    return by_meeting | set(due.values_list("idea_id", flat=True))
