"""Who was heard in some days: companies that said, wrote or answered anything."""

from django.db.models import QuerySet

from wellheard.customers.models import Company
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


def customers() -> QuerySet[Company]:
    """Return the companies that are customers now."""
    return Company.objects.filter(stage__in=CUSTOMERS)


def heard_companies(within: Within) -> set[int]:
    """Return the companies that said, wrote or answered anything in these days."""
    talks = Conversation.objects.filter(merged_into=None, aside_reason="", **within.days("started_at"))
    answers = Response.objects.filter(**within.days("answered_at"))
    rows = (said(within), talks, answers)
    found = (one.exclude(company=None).order_by().values_list("company_id", flat=True).distinct() for one in rows)
    return {pk for ids in found for pk in ids if pk}
