"""What came of an idea 30 and 90 days after it went live, beside what was expected of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.reviews.commands import note_check
from wellheard.decide.reviews.models import Check, Expectation
from wellheard.foundation import clock
from wellheard.listen.usage.models import DailyUse, EventName
from wellheard.understand.trends.models import DayVolume
from wellheard.workspace.queries import within

# Fewer who said how it went, or fewer words before it, say nothing.
FEW = 5
Measure = Expectation.Measure
Found = dict[str, Any]


def check_what_is_due() -> int:
    """Put what happened beside what was expected of each idea that is live long enough; return how many were looked at.

    Safe at any time and however often: each is looked at once after 30 and once after 90 days.
    """
    return sum(_check(expectation, days) for expectation, days in _due(clock.today()))


def found_about(expectation: Expectation, until: date) -> Found:
    """Return what is known of an idea since it went live: answers, use, renewals, and how much is still said about it."""
    idea = expectation.idea
    return _solved(idea) | _used(expectation, until) | _stayed(idea) | _said(expectation, until)


def amount_of(measure: str, found: Found) -> Decimal | None:
    """Return what came of a measure in percent; none where too little is known, and somebody has to judge."""
    if measure == Measure.SOLVED:
        return _share(found["solved"], found["said"]) if found["said"] >= FEW else None
    if measure == Measure.ADOPTION:
        return _share(found["using"], found["companies"]) if found["using"] is not None else None
    if measure == Measure.RENEWALS:
        return _share(found["stayed"], found["companies"])
    if measure == Measure.VOLUME and (found["before"] or 0) >= FEW:
        return _share(found["before"] - found["after"], found["before"])
    return None


def _due(today: date) -> Iterator[tuple[Expectation, int]]:
    for days in Check.DAYS:
        rows = Expectation.objects.filter(shipped_on__lte=today - timedelta(days=days)).exclude(checks__days=days)
        for row in rows.filter(idea__status=Idea.Status.SHIPPED).select_related("idea__area").order_by("pk"):
            yield row, days


def _check(expectation: Expectation, days: int) -> bool:
    until = (expectation.shipped_on or clock.today()) + timedelta(days=days)
    found = found_about(expectation, until)
    note_check(expectation_id=expectation.pk, days=days, found=found, amount=amount_of(expectation.measure, found))
    return True


def _solved(idea: Idea) -> Found:
    told = Answer.objects.told().filter(idea=idea, occasion=Answer.Occasion.SHIPPED)
    helped = Q(solved__in=[Answer.Solved.YES, Answer.Solved.PARTLY])
    return told.aggregate(asked=Count("pk"), said=Count("pk", filter=~Q(solved="")), solved=Count("pk", filter=helped))


def _asking(idea: Idea) -> list[int]:
    rows = Evidence.objects.standing().filter(idea=idea).exclude(company=None)
    return list(rows.values_list("company_id", flat=True))


def _used(expectation: Expectation, until: date) -> Found:
    """Count the companies that asked and of which somebody used it since; none where nobody said which event tells that."""
    if not expectation.event or not EventName.objects.filter(name=expectation.event).exists():
        return {"using": None}
    rows = DailyUse.objects.filter(event__name=expectation.event, company__in=_asking(expectation.idea))
    since = rows.filter(day__gte=expectation.shipped_on, day__lt=until)
    return {"using": since.values("company").distinct().count()}


def _stayed(idea: Idea) -> Found:
    # Who never was a customer has nothing to renew.
    outside = (Company.Stage.PROSPECT, Company.Stage.TRIAL)
    companies = Company.objects.filter(pk__in=_asking(idea)).exclude(stage__in=outside)
    return companies.aggregate(companies=Count("pk"), stayed=Count("pk", filter=~Q(stage=Company.Stage.LOST)))


def _said(expectation: Expectation, until: date) -> Found:
    """Count what was said about the idea's area as long before it went live as after."""
    area, live = expectation.idea.area, expectation.shipped_on
    if area is None or live is None:
        return {"before": None, "after": None}
    volumes = DayVolume.objects.filter(area_id__in=within(area))
    before = volumes.filter(day__gte=live - (until - live), day__lt=live).aggregate(n=Sum("count"))["n"]
    after = volumes.filter(day__gte=live, day__lt=until).aggregate(n=Sum("count"))["n"]
    return {"before": before or 0, "after": after or 0}


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None
