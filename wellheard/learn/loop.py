"""The loop meter: how many of the things customers told us got how far, and the list behind every number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wellheard.answer.models import Answer
from wellheard.decide.models import Decision, EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.learn.snapshots import Taken, kept_or
from wellheard.listen.models import Feedback, FeedbackQuerySet

# What is set aside was read and understood as well.
_UNDERSTOOD = ~Q(filed_at=None) | ~Q(set_aside_at=None)
PERIODS = ("month", "last", "quarter")
STAGES = ("listen", "understand", "decide", "deliver", "answer", "learn")


@dataclass(frozen=True)
class Period:
    """A stretch of days in the installation's zone; the end is not included."""

    key: str
    begin: datetime
    end: datetime


def period(key: str) -> Period:
    """Return this month, last month, this quarter, or days written 2026-07-01~2026-09-30; anything else is this month."""
    today = clock.today()
    if days := _days_in(key):
        return _period(key, days[0], days[1] + timedelta(days=1))
    month = today.replace(day=1)
    if key == "last":
        return _period(key, _month_before(month), month)
    if key == "quarter":
        return _period(key, date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today + timedelta(days=1))
    return _period("month", month, today + timedelta(days=1))


def key_of_days(begins_on: date, last_on: date) -> str:
    """Return how a period of any days is asked for."""
    return f"{begins_on.isoformat()}~{last_on.isoformat()}"


def reached(stage: str, within: Period) -> FeedbackQuerySet:
    """Return the feedback said within a period that got as far as a stage: the list behind a number of the meter."""
    heard = Feedback.objects.counted().filter(heard_at__gte=within.begin, heard_at__lt=within.end)
    return _REACHED[stage](heard)


def counts(within: Period) -> dict[str, int]:
    """Return how much feedback of a period reached each stage, in one statement."""
    return how_far(Feedback.objects.counted().filter(heard_at__gte=within.begin, heard_at__lt=within.end))


def kept_counts(within: Period) -> Taken:
    """Return how much feedback of a period reached each stage: as counted in the background where there is very much."""
    return kept_or(_key(within), lambda: counts(within))


def questions() -> dict[str, Callable[[], dict[str, Any]]]:
    """Return what is worth keeping: the counts of every period somebody may choose."""
    periods = [period(key) for key in PERIODS]
    return {_key(within): partial(counts, within) for within in periods}


def how_far(heard: QuerySet[Feedback]) -> dict[str, int]:
    """Return how much of some feedback, such as one company's, reached each stage, in one statement."""
    marked = heard.annotate(decided=_decided(), shipped=_shipped(), told=_told(), solved=_solved())
    return marked.aggregate(
        listen=Count("pk"),
        understand=Count("pk", filter=_UNDERSTOOD),
        decide=Count("pk", filter=Q(decided=True)),
        deliver=Count("pk", filter=Q(shipped=True)),
        answer=Count("pk", filter=Q(told=True)),
        learn=Count("pk", filter=Q(solved=True)),
    )


def _key(within: Period) -> str:
    return f"loop {within.begin:%Y-%m-%d} {within.end:%Y-%m-%d}"


def _linked() -> QuerySet[EvidenceItem]:
    return EvidenceItem.objects.filter(feedback=OuterRef("pk"))


def _decided() -> Exists:
    return Exists(_linked().filter(Exists(Decision.objects.filter(idea=OuterRef("idea")))))


def _shipped() -> Exists:
    return Exists(_linked().filter(idea__status__in=[Idea.Status.SHIPPED, Idea.Status.ALREADY_POSSIBLE]))


def _told() -> Exists:
    """Tell whether who said it heard more than that we have heard."""
    outcome = Answer.objects.told().exclude(occasion=Answer.Occasion.ACKNOWLEDGED)
    about_it = outcome.filter(contact=OuterRef(OuterRef("contact")), idea=OuterRef("idea"))
    return Exists(_linked().filter(Exists(about_it)))


def _solved() -> Exists:
    said = Answer.objects.exclude(solved="").filter(contact=OuterRef(OuterRef("contact")), idea=OuterRef("idea"))
    return Exists(_linked().filter(Exists(said)))


_REACHED: dict[str, Callable[[FeedbackQuerySet], FeedbackQuerySet]] = {
    "listen": lambda heard: heard,
    "understand": lambda heard: heard.filter(_UNDERSTOOD),
    "decide": lambda heard: heard.filter(_decided()),
    "deliver": lambda heard: heard.filter(_shipped()),
    "answer": lambda heard: heard.filter(_told()),
    "learn": lambda heard: heard.filter(_solved()),
}


def _days_in(key: str) -> tuple[date, date] | None:
    """Return the first and last day a key names; None where it names none, or they stand the wrong way round."""
    first, tilde, last = key.partition("~")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return days if tilde and days[0] <= days[1] < date.max else None


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _period(key: str, begin: date, end: date) -> Period:
    zone = clock.zone()
    return Period(key, datetime.combine(begin, time.min, zone), datetime.combine(end, time.min, zone))
