"""What companies use, who was last here, and what was done of late: read from sums, never from the lake."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from wellheard.customers.models import Company, Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse, DeviceTraits, EventName, RecentEvent
from wellheard.workspace.models import Area

# An area is used when something happened in it within so many days: four whole weeks, so that weekends weigh the same.
USED_WITHIN_DAYS = 28
WEEKS = 12
LATEST = 10
CLAIMS = 3


@dataclass(frozen=True)
class AreaUse:
    """How one company uses one area. `people` are contacts and devices, each once; `weeks` are uses, the oldest week first."""

    area: Area
    people: int = 0
    uses: int = 0
    last_on: date | None = None
    weeks: list[int] = field(default_factory=lambda: [0] * WEEKS)

    @property
    def is_used(self) -> bool:
        return self.people > 0

    @property
    def was_never_used(self) -> bool:
        return self.last_on is None


@dataclass(frozen=True)
class EventUse:
    """How far an event is known of late."""

    companies: int = 0
    uses: int = 0


def adoption_of(company: Company) -> list[AreaUse]:
    """Return how a company uses each area that events are placed in: those used by most people first, then those never used."""
    areas = list(Area.objects.filter(pk__in=_placed().values("area")).select_related("product").by_name())
    if not areas:
        return []
    since = first_day_of_use()
    theirs = DailyUse.objects.filter(company=company, event__in=_placed())
    summed = {
        row["event__area"]: row
        for row in theirs.values("event__area").annotate(
            last_on=Max("day"),
            uses=Sum("count", filter=Q(day__gte=since)),
            known=Count("contact", filter=Q(day__gte=since), distinct=True),
            unknown=Count("known_as", filter=Q(day__gte=since, contact=None), distinct=True),
        )
    }
    weeks = _weeks(theirs)
    found = [_use(area, summed.get(area.pk), weeks[area.pk]) for area in areas]
    return sorted(found, key=lambda use: (-use.people, use.was_never_used, use.area.name.casefold()))


def latest_of(company: Company) -> list[RecentEvent]:
    """Return what a company's people did last, the newest first."""
    rows = RecentEvent.objects.filter(company=company).select_related("event", "contact")
    return list(rows.order_by("-said_at", "-pk")[:LATEST])


def latest_of_contact(contact: Contact) -> list[RecentEvent]:
    """Return what a person did last, the newest first."""
    rows = RecentEvent.objects.filter(contact=contact).select_related("event")
    return list(rows.order_by("-said_at", "-pk")[:LATEST])


def claims_of(contact: Contact) -> list[DeviceTraits]:
    """Return what browsers said of a person, the latest first. Nobody vouches for it: it decides nothing."""
    devices = ContactIdentity.objects.filter(contact=contact, kind=ContactIdentity.Kind.DEVICE).values("value")
    return list(DeviceTraits.objects.filter(device__in=devices).exclude(traits={}).order_by("-said_at", "-pk")[:CLAIMS])


def last_seen(company: Company) -> datetime | None:
    """Return when anybody of a company last did something."""
    at: datetime | None = CompanySeen.objects.filter(company=company).aggregate(at=Max("seen_at"))["at"]
    return at


def last_seen_of(contact_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when these people last did something; those who never did are left out."""
    rows = ContactSeen.objects.filter(contact__in=list(contact_ids)).values_list("contact")
    return dict(rows.annotate(at=Max("seen_at")))


def last_to_be_seen(company: Company, *, most: int) -> list[tuple[Contact, datetime]]:
    """Return the people of a company who were last here, the latest first."""
    seen = ContactSeen.objects.filter(contact__memberships__company=company, contact__erased_at=None)
    latest = dict(seen.values_list("contact").annotate(at=Max("seen_at")).order_by("-at", "contact")[:most])
    people = Contact.objects.in_bulk(latest)
    return [(people[pk], at) for pk, at in latest.items() if pk in people]


def uses(
    *,
    events: Collection[str],
    since: date,
    contact_id: int | None = None,
    known_as: str = "",
    company_id: int | None = None,
) -> int:
    """Return how often one of these events happened since a day, for a person, a device (device:…) or a company."""
    if contact_id is None and not known_as and company_id is None:
        return 0
    rows = DailyUse.objects.filter(event__name__in=events, day__gte=since)
    if contact_id is not None:
        rows = rows.filter(contact=contact_id)
    elif known_as:
        rows = rows.filter(known_as=known_as)
    else:
        rows = rows.filter(company=company_id)
    return int(rows.aggregate(n=Sum("count"))["n"] or 0)


def events_shown(view: str) -> QuerySet[EventName]:
    """Return the events of a view of their list: without an area, counted, ignored."""
    rows = EventName.objects.select_related("area")
    if view == "ignored":
        return rows.filter(is_ignored=True)
    return rows.counted() if view == "all" else rows.counted().filter(area=None)


def of_late(events: Collection[EventName]) -> dict[int, EventUse]:
    """Return how often each of these events happened in the last four weeks, and in how many companies."""
    since = first_day_of_use()
    rows = DailyUse.objects.filter(event__in=[event.pk for event in events], day__gte=since).values("event")
    counted = rows.annotate(companies=Count("company", distinct=True), uses=Sum("count"))
    return {row["event"]: EventUse(row["companies"], row["uses"]) for row in counted}


def first_day_of_use(*, days: int = USED_WITHIN_DAYS) -> date:
    """Return the first of so many days, today among them, in which something must have happened for an area to be used now."""
    return clock.today() - timedelta(days=days - 1)


def known_since() -> date | None:
    """Return since when use is known; nothing while no event has come."""
    day: date | None = DailyUse.objects.aggregate(day=Min("day"))["day"]
    return day


def _placed() -> QuerySet[EventName]:
    return EventName.objects.counted().exclude(area=None)


def _weeks(theirs: QuerySet[DailyUse]) -> dict[int, list[int]]:
    today = clock.today()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    weeks: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    rows = theirs.filter(day__gte=first).values("event__area", week=TruncWeek("day")).annotate(uses=Sum("count"))
    for row in rows:
        place = (row["week"] - first).days // 7
        if 0 <= place < WEEKS:
            weeks[row["event__area"]][place] += row["uses"]
    return weeks


def _use(area: Area, row: Any, weeks: list[int]) -> AreaUse:
    if row is None:
        return AreaUse(area)
    return AreaUse(area, row["known"] + row["unknown"], row["uses"] or 0, row["last_on"], weeks)
