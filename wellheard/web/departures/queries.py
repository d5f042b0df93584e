"""The list of departures: narrowed down, counted, and what of each row waits for a person."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Subscription
from wellheard.decide.queries import family_of
from wellheard.foundation import clock
from wellheard.foundation.paging import Page, page_of
from wellheard.listen.departures.models import Departure, DepartureQuerySet, SaidReason
from wellheard.workspace.forms.exactly import NONE
from wellheard.workspace.models import Competitor, Reason, Tier

ORDER = ("-left_on", "-pk")
# What was paid for may run on so long after they left; later it looks like a mistake.
PAID_ON_FOR = timedelta(days=92)


@dataclass(frozen=True)
class Choice:
    """What the list and the dashboard are narrowed down to; anything may be left out."""

    q: str = ""
    view: str = "all"
    reason: Reason | None = None
    competitor: Competitor | None = None
    tier: Tier | None = None
    industry: str = ""
    idea: int = 0
    since: Any = None
    until: Any = None
    # Exactly this reason, by its number, or `none`; and the days on which they came back.
    exactly: str = ""
    back_since: Any = None
    back_until: Any = None


@dataclass(frozen=True)
class Row:
    """A departure in the list, and in sentences what of it is doubtful."""

    departure: Departure
    doubts: list[str] = field(default_factory=list)


def matching(chosen: Choice) -> DepartureQuerySet:
    """Return departures that fit everything but the view."""
    rows = Departure.objects.all()
    if chosen.q:
        rows = rows.filter(Q(company__name__icontains=chosen.q) | Q(company__external_id=chosen.q))
    if chosen.reason:
        rows = rows.filter(Q(reason=chosen.reason) | Q(reason__parent=chosen.reason))
    for name in ("competitor", "tier", "industry"):
        if value := getattr(chosen, name):
            rows = rows.filter(**{name if name == "competitor" else f"company__{name}": value})
    if chosen.idea:
        rows = rows.filter(helped_idea_id__in=family_of([chosen.idea]))
    if chosen.exactly:
        rows = rows.filter(reason=None if chosen.exactly == NONE else int(chosen.exactly))
    days = {
        "left_on__gte": chosen.since,
        "left_on__lte": chosen.until,
        "returned_on__gte": chosen.back_since,
        "returned_on__lte": chosen.back_until,
    }
    return rows.filter(**{lookup: day for lookup, day in days.items() if day})


def of_view(rows: DepartureQuerySet, view: str) -> DepartureQuerySet:
    """Return the departures of a view, with what a list shows of them."""
    return rows.filter(_views()[view]).with_people() if view != "all" else rows.with_people()


def counts(rows: QuerySet[Departure]) -> dict[str, int]:
    """Return how many departures each view has, in one statement."""
    return rows.aggregate(all=Count("pk"), **{view: Count("pk", filter=which) for view, which in _views().items()})


def page(chosen: Choice, rows: DepartureQuerySet, *, cursor: str) -> Page[Row]:
    """Return a page of the list, newest first."""
    listed = of_view(rows, chosen.view).annotate(pays_on=Case(When(_pays_on(), then=True), default=False))
    found = page_of(listed, order=ORDER, cursor=cursor)
    undecided = set(SaidReason.objects.undecided().values_list("source", "said"))
    waiting = {(source, said.casefold()) for source, said in undecided}
    return Page([Row(one, doubts(one, waiting)) for one in found.items], found.next, found.is_first)


def doubts(one: Departure, undecided: set[tuple[str, str]]) -> list[str]:
    """Return in sentences what of a departure a person may want to decide or correct."""
    found = []
    if one.reason_id is None and (one.source, one.reason_said.casefold()) in undecided:
        found.append(_("Nobody has said what “%(said)s” means.") % {"said": one.reason_said})
    if one.followed_by_id:
        found.append(_("They left again; when they had come back is not known."))
    if getattr(one, "pays_on", False):
        found.append(_("They still have a running subscription."))
    if one.is_open and one.company.stage != Company.Stage.LOST:
        found.append(_("The company is not marked as lost any more."))
    return found


def _views() -> dict[str, Q]:
    away = Q(returned_on=None, followed_by=None)
    waits = SaidReason.objects.undecided().filter(source=OuterRef("source"), said__iexact=OuterRef("reason_said"))
    pays_on = _pays_on()
    moved_on = away & ~Q(company__stage=Company.Stage.LOST)
    doubtful = (
        Q(followed_by__isnull=False) | pays_on | moved_on | (Q(reason=None) & ~Q(reason_said="") & Q(Exists(waits)))
    )
    return {"away": away, "returned": ~Q(returned_on=None), "doubtful": doubtful}


def _pays_on() -> Q:
    """Return what holds of who is long gone, while billing has not ended what they pay; here that counts no more."""
    billed = Subscription.objects.filter(Q(until=None) | Q(until__gt=clock.today()), from_on__lte=clock.today())
    theirs = billed.filter(company=OuterRef("company"), amount_minor__gt=0)
    long_gone = Q(returned_on=None, followed_by=None, left_on__lt=clock.today() - PAID_ON_FOR)
    return long_gone & Q(Exists(theirs))


def of_company(company: Company) -> QuerySet[Departure]:
    """Return the departures of a company, newest first."""
    return Departure.objects.with_people().filter(company=company).newest_first()


def industries() -> list[str]:
    """Return the industries that companies which left are in."""
    left = Departure.objects.exclude(company__industry="").annotate(name=F("company__industry"))
    return list(left.order_by("name").values_list("name", flat=True).distinct())
