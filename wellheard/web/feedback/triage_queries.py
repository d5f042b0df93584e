"""Questions of triage: what waits, in which order, what comes next, and how far we are today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import F, IntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from wellheard.customers.models import SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.paging import Page, cursor_of, page_of
from wellheard.listen.models import Feedback, FeedbackQuerySet, TriageBatch
from wellheard.understand import similar
from wellheard.workspace.models import Area, Staff
from wellheard.workspace.queries import within

_PAYS = Coalesce(F("company__mrr_minor"), Value(0), output_field=IntegerField())
LONGEST, PAYING, LATEST = ("heard_at", "pk"), ("-pays", "heard_at", "pk"), ("-set_aside_at", "-pk")
PER_PAGE = 30
# A count beyond this says "more than"; nobody counts on, and the page stays fast.
MOST_COUNTED = 10_000
# So many of the oldest say which languages wait.
_SAMPLE = 2_000
_ALIKE = 0.85
# Somebody who said more than this is looked at as far back as that.
_MOST_SAID = 500


@dataclass(frozen=True)
class Progress:
    """How much waits, and how much was settled since midnight by whom."""

    left: int
    done_today: int

    @property
    def today(self) -> int:
        return self.left + self.done_today

    @property
    def share(self) -> float:
        return self.done_today / self.today if self.today else 1.0

    @property
    def is_more(self) -> bool:
        return self.left >= MOST_COUNTED


def waiting(narrowed: Mapping[str, Any], *, by: Staff) -> FeedbackQuerySet:
    """Return what waits and fits: source, area, language, segment, whose (mine, nobody); or what was set aside."""
    rows = Feedback.objects.set_aside() if narrowed.get("view") == "aside" else Feedback.objects.unfiled()
    for name in ("source", "language"):
        if narrowed.get(name):
            rows = rows.filter(**{name: narrowed[name]})
    if narrowed.get("area"):
        area = Area.objects.filter(pk=narrowed["area"]).first()
        rows = rows.filter(area__in=within(area) if area else [])
    if segment := narrowed.get("segment"):
        rows = rows.filter(company__in=SegmentMember.objects.filter(segment=segment).values("company"))
    if narrowed.get("who") == "me":
        rows = rows.filter(assignee=by)
    if narrowed.get("who") == "nobody":
        rows = rows.filter(assignee=None)
    return rows.annotate(pays=_PAYS) if order_of(narrowed) == PAYING else rows


def order_of(narrowed: Mapping[str, Any]) -> Sequence[str]:
    """Return the order of a queue: who waits longest, who pays most, or what was set aside last."""
    if narrowed.get("view") == "aside":
        return LATEST
    return PAYING if narrowed.get("order") == "paying" else LONGEST


def page_around(
    rows: FeedbackQuerySet, *, order: Sequence[str], cursor: str, opened: Feedback | None
) -> Page[Feedback]:
    """Return a page of the queue; when the opened one stands further down, the page that begins with it."""
    # What most rows lack is fetched apart: the more tables are joined, the longer PostgreSQL weighs their order.
    shown = rows.select_related("company", "contact").prefetch_related("assignee", "area")
    page = page_of(shown, order=order, cursor=cursor, size=PER_PAGE)
    if opened is None or cursor or opened in page.items or not rows.filter(pk=opened.pk).exists():
        return page
    before = neighbour(rows, opened, order=_backwards(order))
    return page_of(shown, order=order, cursor=_cursor(before, order), size=PER_PAGE) if before else page


def neighbour(rows: FeedbackQuerySet, feedback: Feedback, *, order: Sequence[str]) -> Feedback | None:
    """Return what follows this piece in an order, whether it waits itself or not; None at the end."""
    columns = [name.removeprefix("-") for name in order if name.removeprefix("-") not in {"pays", "pk"}]
    return next(iter(page_of(rows.only(*columns), order=order, cursor=_cursor(feedback, order), size=1).items), None)


def neighbours(rows: FeedbackQuerySet, feedback: Feedback, *, order: Sequence[str]) -> tuple[int | None, int | None]:
    """Return what comes before and what comes after this piece in the queue."""
    before, after = neighbour(rows, feedback, order=_backwards(order)), neighbour(rows, feedback, order=order)
    return (before.pk if before else None, after.pk if after else None)


def next_of(rows: FeedbackQuerySet, feedback: Feedback, *, order: Sequence[str]) -> int | None:
    """Return what is opened after this piece is done: what follows, else the first that was skipped."""
    following = neighbour(rows, feedback, order=order)
    return following.pk if following else first_besides(rows, feedback, order=order)


def first_besides(rows: FeedbackQuerySet, feedback: Feedback, *, order: Sequence[str]) -> int | None:
    """Return the first piece of the queue that is not this one."""
    return rows.exclude(pk=feedback.pk).order_by(*order).values_list("pk", flat=True).first()


def progress(rows: FeedbackQuerySet) -> Progress:
    """Count what waits, as far as counting says anything, and what was settled today by all of us."""
    midnight = datetime.combine(clock.today(), time.min, timezone.get_default_timezone())
    settled = Feedback.objects.filter(Q(filed_at__gte=midnight) | Q(set_aside_at__gte=midnight))
    return Progress(rows[:MOST_COUNTED].count(), settled[:MOST_COUNTED].count())


def languages_waiting() -> list[str]:
    """Return the languages of what waits longest, the most frequent first."""
    sample = Feedback.objects.unfiled().oldest_first().values_list("language", flat=True)[:_SAMPLE]
    return [code for code, _count in Counter(sample).most_common() if code]


def repeats_of(feedback: Feedback, *, limit: int = 3) -> list[Feedback]:
    """Return what the same person said in the same or nearly the same words, the earliest first."""
    if feedback.contact_id is None or not feedback.may_be_evidence:
        return []
    others = Feedback.objects.counted().filter(contact=feedback.contact_id, set_aside_at=None).exclude(pk=feedback.pk)
    # Only what they said is looked at, not all that anybody said.
    said = list(others.newest_first().values_list("pk", flat=True)[:_MOST_SAID])
    if not said:
        return []
    found = similar.find(feedback.words, kind="feedback", limit=20, among=said)
    near = {match.object_id for match in found if match.score >= _ALIKE}
    same = others.filter(Q(words__iexact=feedback.words) | Q(pk__in=near)).exclude(
        split_from=feedback.split_from_id or -1
    )
    return list(same.oldest_first()[:limit])


def unfinished(staff: Staff) -> list[TriageBatch]:
    """Return what this person began with many pieces and is still going on."""
    return list(TriageBatch.objects.filter(made_by=staff, finished_at=None, undone_at=None).order_by("-made_at")[:3])


def _cursor(feedback: Feedback, order: Sequence[str]) -> str:
    if not hasattr(feedback, "pays"):
        feedback.pays = feedback.company.mrr_minor if feedback.company else 0  # type: ignore[attr-defined]
    if "-set_aside_at" in order and feedback.set_aside_at is None:
        return ""
    return cursor_of(feedback, order)


def _backwards(order: Sequence[str]) -> list[str]:
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]
