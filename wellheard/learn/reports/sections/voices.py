"""Who was heard in some days: companies that said, wrote or answered anything."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from wellheard.customers.models import Company, Subscription
from wellheard.foundation import clock
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback, FeedbackQuerySet
from wellheard.listen.surveys.models import Response

# Whom we should hear: companies that are customers now.
CUSTOMERS = (
    Company.Stage.TRIAL,
    Company.Stage.ONBOARDING,
    Company.Stage.ACTIVE,
    Company.Stage.AT_RISK,
    Company.Stage.RETURNED,
)


def said(within: Within) -> FeedbackQuerySet:
    """Return what was said in these days, each thing once."""
    return Feedback.objects.counted().filter(**within.days("heard_at"))


def customers(within: Within) -> QuerySet[Company]:
    """Return the companies that are customers now and had joined by the last of these days."""
    return Company.objects.filter(joined_by(within.stretch.last_on), stage__in=CUSTOMERS)


def joined_by(day: date) -> Q:
    """Return the condition that a company had joined by a day, however much later we wrote it down.

    Where nobody said since when it is with us, it is since it paid, said something or stood here, whichever came first.
    """
    ends = datetime.combine(day + timedelta(days=1), time.min, clock.zone())
    paid = Exists(Subscription.objects.filter(company=OuterRef("pk"), from_on__lte=day))
    spoke = Exists(Feedback.objects.filter(company=OuterRef("pk"), heard_at__lt=ends))
    return Q(joined_on__lte=day) | (Q(joined_on=None) & (Q(created_at__lt=ends) | Q(paid) | Q(spoke)))


def heard_companies(within: Within) -> set[int]:
    """Return the companies that said, wrote or answered anything in these days."""
    talks = Conversation.objects.filter(merged_into=None, aside_reason="", **within.days("started_at"))
    answers = Response.objects.filter(**within.days("answered_at"))
    rows = (said(within), talks, answers)
    found = (one.exclude(company=None).order_by().values_list("company_id", flat=True).distinct() for one in rows)
    return {pk for ids in found for pk in ids if pk}
