"""The lists behind the numbers: who answered and what, which companies, and what they wrote, page by page."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Prefetch, Q

from wellheard.customers.models import Company
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.statistics.promoters import HIGHEST, LOWEST_PASSIVE, LOWEST_PROMOTER
from wellheard.listen.surveys.models import Display, Response, ResponseItem
from wellheard.listen.surveys.models.responses import ResponseQuerySet
from wellheard.listen.surveys.results.scope import Scope

SIZE = 50
SIDES = {
    "promoters": (LOWEST_PROMOTER, HIGHEST),
    "passives": (LOWEST_PASSIVE, LOWEST_PROMOTER - 1),
    "detractors": (0, LOWEST_PASSIVE - 1),
}
BY_TIME = ("-answered_at", "-pk")


@dataclass(frozen=True)
class Asks:
    """Which answers of a scope a list is of: one side, one number, or one option of a question."""

    side: str = ""
    number: int | None = None
    question: int | None = None
    option: str = ""

    def rows(self, scope: Scope) -> ResponseQuerySet:
        """Return the answers."""
        rows = scope.responses()
        if self.side in SIDES:
            rows = rows.filter(score__range=SIDES[self.side])
        if self.question is not None:
            wanted = Q(question=self.question)
            if self.number is not None:
                wanted &= Q(number=self.number)
            if self.option:
                wanted &= Q(options__contains=[self.option])
            rows = rows.filter(pk__in=ResponseItem.objects.filter(wanted).values("response"))
        elif self.number is not None:
            rows = rows.filter(score=self.number)
        return rows


def people(scope: Scope, asks: Asks, *, cursor: str = "", size: int = SIZE) -> Page[Response]:
    """Return a page of answers, the newest first, each with who gave it and every one of its parts."""
    items = ResponseItem.objects.select_related("question").order_by("question__position", "question__pk")
    rows = asks.rows(scope).select_related("contact", "company").prefetch_related(Prefetch("items", items))
    return page_of(rows, order=BY_TIME, cursor=cursor, size=size)


@dataclass(frozen=True)
class CompanyRow:
    """A company among those who answered: how many answers it gave, and their mean."""

    company: Company
    answers: int
    mean: float | None


def companies(scope: Scope, asks: Asks, *, cursor: str = "", size: int = SIZE) -> Page[CompanyRow]:
    """Return a page of companies whose people answered, those that pay most first."""
    there = Company.objects.filter(pk__in=asks.rows(scope).exclude(company=None).values("company"))
    page = page_of(there.select_related("tier"), order=("-mrr_minor", "-pk"), cursor=cursor, size=size)
    counted = asks.rows(scope).filter(company__in=[company.pk for company in page.items]).order_by()
    by = {pk: (many, mean) for pk, many, mean in counted.values_list("company").annotate(Count("pk"), Avg("score"))}
    return Page([CompanyRow(company, *by[company.pk]) for company in page.items], page.next, page.is_first)


def words(scope: Scope, asks: Asks, *, cursor: str = "", size: int = SIZE) -> Page[ResponseItem]:
    """Return a page of what people wrote, the newest first, with the feedback it became."""
    rows = ResponseItem.objects.filter(response__in=asks.rows(scope)).exclude(words="")
    rows = rows.select_related(
        "question", "feedback__area", "feedback__category", "response__contact", "response__company"
    )
    return page_of(rows, order=("-pk",), cursor=cursor, size=size)


def silent(scope: Scope, *, cursor: str = "", size: int = SIZE) -> Page[Display]:
    """Return a page of those who were shown it and did not answer, the last first."""
    rows = scope.displays().filter(response=None).select_related("contact", "company")
    return page_of(rows, order=("-shown_at", "-pk"), cursor=cursor, size=size)


def lengths(scope: Scope, asks: Asks) -> dict[str, int]:
    """Return how long each list is, in two queries."""
    counted = asks.rows(scope).aggregate(people=Count("pk"), companies=Count("company", distinct=True))
    written = ResponseItem.objects.filter(response__in=asks.rows(scope)).exclude(words="").count()
    return {"people": counted["people"], "companies": counted["companies"], "words": written}
