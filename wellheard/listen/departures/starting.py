"""Whether a company has begun since it pays: somebody signed in or used something, wrote to us, or answered a survey."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Min, QuerySet

from wellheard.customers.models import Company, Membership, Subscription
from wellheard.foundation import clock
from wellheard.listen.conversations.models import Message
from wellheard.listen.departures.models import Departure, Unstarted
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Response
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse

# The first paid period, as it is not known how often each is billed: a month, of which the first week is left for settling in.
PERIOD, SETTLING_IN = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True)
class Silent:
    """A company that pays, of which nobody has begun: since when it pays, and until when it can still be helped."""

    company: Company
    paid_from: date

    @property
    def help_until(self) -> date:
        return self.paid_from + PERIOD


def silent_payers() -> list[Silent]:
    """Return companies in their first paid period, after the first week, of which nobody has begun; each is told of once."""
    today = clock.today()
    paid = Subscription.objects.filter(amount_minor__gt=0, company__merged_into=None, company__mrr_minor__gt=0)
    first = dict(paid.values_list("company").annotate(first=Min("from_on")).order_by())
    new = {pk: day for pk, day in first.items() if today - PERIOD <= day <= today - SETTLING_IN}
    told = set(Unstarted.objects.filter(company__in=new).values_list("company", flat=True))
    left = set(Departure.objects.filter(company__in=new).values_list("company", flat=True))
    wanted = new.keys() - told - left
    begun = begun_among({pk: new[pk] for pk in wanted})
    rows = Company.objects.select_related("owner").filter(pk__in=wanted - begun).order_by("pk")
    return [Silent(company, new[company.pk]) for company in rows]


def begun_among(paid_from: Mapping[int, date]) -> set[int]:
    """Return which of these companies, each with its first paid day, have begun since that day.

    What they did before, in a trial, is no beginning; who goes on using it has begun by that. Neither is what staff wrote down.
    """
    if not paid_from:
        return set()
    since = {pk: datetime.combine(day, time.min, tzinfo=clock.zone()) for pk, day in paid_from.items()}
    used = DailyUse.objects.filter(day__gte=min(paid_from.values()), company__in=paid_from)
    by_day = used.order_by().values_list("company").annotate(last=Max("day"))
    begun = {pk for pk, day in by_day if day >= paid_from[pk]}
    begun |= _since(since, CompanySeen.objects.all(), "company", "seen_at")
    begun |= _since(since, Response.objects.all(), "company", "changed_at")
    said = Feedback.objects.filter(voice=Feedback.Voice.OWN, logged_by=None).exclude(source=Feedback.Source.DEPARTURE)
    begun |= _since(since, said, "company", "heard_at")
    begun |= _by_people(since)
    return begun


def _by_people(since: Mapping[int, datetime]) -> set[int]:
    """Return which companies have somebody who used, wrote or answered since; what programs answered is nobody's voice."""
    # One person may speak for several companies.
    of_companies = Membership.objects.filter(company__in=since).values_list("contact", "company")
    people = list(of_companies)
    latest: dict[int, datetime] = {}
    wrote = Message.objects.filter(kind=Message.Kind.HEARD, is_automatic=False)
    for rows, moment in (
        (ContactSeen.objects.all(), "seen_at"),
        (wrote, "said_at"),
        (Response.objects.all(), "changed_at"),
    ):
        for contact, at in _latest(
            rows.filter(contact__in={contact for contact, _company in people}), "contact", moment
        ):
            latest[contact] = max(at, latest.get(contact, at))
    return {company for contact, company in people if contact in latest and latest[contact] >= since[company]}


def _since(since: Mapping[int, datetime], rows: QuerySet[Any], column: str, moment: str) -> set[int]:
    theirs = rows.filter(**{f"{column}__in": since, f"{moment}__gte": min(since.values())})
    return {pk for pk, at in _latest(theirs, column, moment) if at >= since[pk]}


def _latest(rows: QuerySet[Any], column: str, moment: str) -> Iterable[tuple[int, datetime]]:
    latest: Iterable[tuple[int, datetime]] = rows.order_by().values_list(column).annotate(at=Max(moment))
    return latest
