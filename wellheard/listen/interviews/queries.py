"""Questions about talks: when each company was last spoken to, and whom to speak to next."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, TruncDate

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.listen.interviews.models import Guest, Interview

# So long before its day a check-in is due.
DUE_WITHIN = timedelta(days=7)
# Who is a customer now, and so is promised calls.
CUSTOMERS = (Company.Stage.ONBOARDING, Company.Stage.ACTIVE, Company.Stage.AT_RISK, Company.Stage.RETURNED)
# By an annotation, which the type checker does not know of.
_BY_DAY: Sequence[str] = ("call_on", "pk")
STANDINGS = ("overdue", "due", "planned", "kept", "free")


def with_talks(companies: QuerySet[Company]) -> QuerySet[Company]:
    """Let each company know when it was last spoken to, when it is next, and how its check-in stands.

    Adds `last_talk_at`, `next_talk_at`, `call_on` (the day of the next promised call, counted from the last talk, else from
    when they joined; none where nothing is promised) and `standing`, one of STANDINGS.
    """
    talks = Interview.objects.filter(company=OuterRef("pk")).order_by()
    last = talks.held().order_by("-planned_at").values("planned_at")[:1]
    following = talks.planned().order_by("planned_at").values("planned_at")[:1]
    known = companies.annotate(last_talk_at=Subquery(last), next_talk_at=Subquery(following))
    since = Coalesce(
        TruncDate("last_talk_at", tzinfo=clock.zone()), "joined_on", TruncDate("created_at", tzinfo=clock.zone())
    )
    rhythm = ExpressionWrapper(F("tier__call_every_days") * Value(timedelta(days=1)), output_field=DurationField())
    promised = Cast(ExpressionWrapper(since + rhythm, output_field=DateField()), DateField())
    is_customer = Q(stage__in=CUSTOMERS, tier__call_every_days__isnull=False)
    # A day that is promised to nobody is none.
    with_day = known.annotate(call_on=Case(When(is_customer, then=promised), default=None, output_field=DateField()))
    return with_day.annotate(standing=_standing())


def taken_part_in(contact: Contact) -> QuerySet[Interview]:
    """Return the talks somebody takes or took part in."""
    return Interview.objects.filter(pk__in=Guest.objects.filter(contact=contact).values("interview"))


def companies_to_call() -> QuerySet[Company]:
    """Return the companies whose check-in is overdue or due and not planned, those due first."""
    is_due = {"standing__in": ["overdue", "due"]}
    due = with_talks(Company.objects.filter(stage__in=CUSTOMERS)).filter(**is_due)
    return due.select_related("owner", "tier").order_by(*_BY_DAY)


def _standing() -> Case:
    today = clock.today()
    return Case(
        When(call_on=None, then=Value("free")),
        When(next_talk_at__isnull=False, then=Value("planned")),
        When(call_on__lt=today, then=Value("overdue")),
        When(call_on__lte=today + DUE_WITHIN, then=Value("due")),
        default=Value("kept"),
        output_field=CharField(),
    )
