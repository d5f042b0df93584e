"""Whether a company has begun: somebody signed in or used something, wrote to us, or answered a survey."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from wellheard.customers.models import Company, Membership, Subscription
from wellheard.foundation import clock
from wellheard.listen.conversations.models import Participant
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
    begun = begun_among(wanted)
    rows = Company.objects.select_related("owner").filter(pk__in=wanted - begun).order_by("pk")
    return [Silent(company, new[company.pk]) for company in rows]


def begun_among(company_ids: Iterable[int]) -> set[int]:
    """Return which of these companies have begun. What staff wrote down themselves is no beginning."""
    ids = list(company_ids)
    people = dict(Membership.objects.filter(company__in=ids).values_list("contact", "company"))
    begun = set(CompanySeen.objects.filter(company__in=ids).values_list("company", flat=True))
    begun |= set(DailyUse.objects.filter(company__in=ids).values_list("company", flat=True))
    begun |= set(Response.objects.filter(company__in=ids).values_list("company", flat=True))
    said = Feedback.objects.filter(voice=Feedback.Voice.OWN, logged_by=None).exclude(source=Feedback.Source.DEPARTURE)
    begun |= set(said.filter(company__in=ids).values_list("company", flat=True))
    for model in (ContactSeen, Participant, Response):
        active = model.objects.filter(contact__in=people).values_list("contact", flat=True)
        begun |= {people[contact] for contact in active if contact}
    return begun
