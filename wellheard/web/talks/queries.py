"""What the pages about talks show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from wellheard.customers.models import Company, SegmentMember
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation.paging import Page, page_of
from wellheard.listen.interviews.models import Guest, Interview, InterviewQuote
from wellheard.listen.interviews.queries import CUSTOMERS, STANDINGS, with_talks
from wellheard.listen.models import Feedback

FAR = date(9999, 12, 31)
LISTS = ("coming", "held", "off")
# Those not spoken to at all stand apart from when their next call is promised.
VIEWS = ("all", "overdue", "due", "planned", "never")
SORTS: dict[str, tuple[str, str]] = {"pays": ("-mrr_minor", "-pk"), "day": ("day", "pk")}
MOST_SHOWN = 200


def listed(which: str) -> QuerySet[Interview]:
    """Return the talks of a list: those to come, those that took place, and those that did not."""
    talks = Interview.objects.select_related("company", "host")
    if which == "coming":
        return talks.planned()
    off = [Interview.State.CANCELLED, Interview.State.MISSED]
    return talks.held() if which == "held" else talks.filter(state__in=off)


def counts() -> dict[str, int]:
    """Return how many talks each list has."""
    found = dict(Interview.objects.order_by().values_list("state").annotate(Count("pk")))
    off = found.get(Interview.State.CANCELLED, 0) + found.get(Interview.State.MISSED, 0)
    return {"coming": found.get("planned", 0), "held": found.get("held", 0), "off": off}


@dataclass(frozen=True)
class TalkRow:
    """A talk in a list, with who comes and how many quotes were taken from it."""

    talk: Interview
    guests: list[str]
    quotes: int


def rows_of(talks: Sequence[Interview]) -> list[TalkRow]:
    """Return talks with who comes, in two queries however many there are."""
    ids = [talk.pk for talk in talks]
    names: dict[int, list[str]] = {}
    for guest in Guest.objects.filter(interview__in=ids).select_related("contact").order_by("pk"):
        names.setdefault(guest.interview_id, []).append(str(guest.contact))
    quoted = InterviewQuote.objects.filter(interview__in=ids).order_by()
    quotes = dict(quoted.values_list("interview").annotate(Count("pk")))
    return [TalkRow(talk, names.get(talk.pk, []), quotes.get(talk.pk, 0)) for talk in talks]


def talks_of(company: Company) -> list[Interview]:
    """Return the last talks with a company, planned ones too, newest first."""
    return list(Interview.objects.filter(company=company).select_related("host").newest_first()[:5])


@dataclass(frozen=True)
class Quote:
    """A quote of a talk and the ideas it is linked to."""

    feedback: Feedback
    ideas: list[Idea]


def quotes_of(interview: Interview) -> list[Quote]:
    """Return what they said in a talk, with the ideas it speaks for, in two queries."""
    quotes = list(interview.quotes.select_related("feedback__contact").order_by("pk")[:MOST_SHOWN])
    ideas: dict[int, list[Idea]] = {}
    items = EvidenceItem.objects.filter(feedback__in=[one.feedback_id for one in quotes]).select_related("idea")
    for item in items.order_by("pk"):
        ideas.setdefault(item.feedback_id or 0, []).append(item.idea)
    return [Quote(one.feedback, ideas.get(one.feedback_id, [])) for one in quotes]


@dataclass(frozen=True)
class CoverageRow:
    """A company, when it was last spoken to, when it last told us anything, and when the next call is promised."""

    company: Company
    last_heard: datetime | None

    @property
    def last_talk_at(self) -> datetime | None:
        return getattr(self.company, "last_talk_at", None)

    @property
    def next_talk_at(self) -> datetime | None:
        return getattr(self.company, "next_talk_at", None)

    @property
    def call_on(self) -> date | None:
        return getattr(self.company, "call_on", None)

    @property
    def standing(self) -> str:
        return str(getattr(self.company, "standing", ""))


def covered(*, tier: Any = None, owner: Any = None, segment: Any = None) -> QuerySet[Company]:
    """Return who is a customer now, narrowed down, each with when it was spoken to and how its check-in stands."""
    companies = Company.objects.filter(stage__in=CUSTOMERS)
    if tier:
        companies = companies.filter(tier=tier)
    if owner:
        companies = companies.filter(owner=owner)
    if segment:
        companies = companies.filter(pk__in=SegmentMember.objects.filter(segment=segment).values("company"))
    return with_talks(companies)


def in_view(companies: QuerySet[Company], view: str) -> QuerySet[Company]:
    """Return the companies of a view."""
    wanted: dict[str, Any] = {"last_talk_at": None} if view == "never" else {"standing": view}
    return companies.filter(**wanted) if view == "never" or view in STANDINGS else companies


def coverage_totals(companies: QuerySet[Company]) -> dict[str, dict[str, int]]:
    """Return of each view how many companies there are and what they pay a month, in one query."""
    conditions = {"all": Q(), "never": Q(last_talk_at=None)} | {
        one: Q(standing=one) for one in ("overdue", "due", "planned")
    }
    counted: dict[str, Any] = {}
    for view, condition in conditions.items():
        counted[f"{view}_n"] = Count("pk", filter=condition)
        counted[f"{view}_mrr"] = Coalesce(Sum("mrr_minor", filter=condition), 0)
    row = companies.order_by().aggregate(**counted)
    return {view: {"n": row[f"{view}_n"], "mrr_minor": row[f"{view}_mrr"]} for view in VIEWS}


def page_of_coverage(companies: QuerySet[Company], *, sort: str, cursor: str) -> Page[CoverageRow]:
    """Return a page of companies with when each was last spoken to and last heard, in two queries."""
    ordered = companies.select_related("owner", "tier").annotate(day=Coalesce("call_on", Value(FAR)))
    page = page_of(ordered, order=SORTS[sort], cursor=cursor)
    heard = Feedback.objects.counted().filter(company__in=[one.pk for one in page.items]).order_by()
    last = dict(heard.values_list("company").annotate(Max("heard_at")))
    return Page([CoverageRow(one, last.get(one.pk)) for one in page.items], page.next, page.is_first)
