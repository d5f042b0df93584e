"""The lists behind the numbers: who answered and what, which companies, what they wrote, and who saw it, page by page."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Prefetch, Q, QuerySet

from wellheard.customers.models import Company
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.statistics.promoters import HIGHEST, LOWEST_PASSIVE, LOWEST_PROMOTER
from wellheard.listen.surveys.models import Display, PairVote, Response, ResponseItem
from wellheard.listen.surveys.models.ledger import DisplayQuerySet
from wellheard.listen.surveys.models.responses import ResponseQuerySet
from wellheard.listen.surveys.results.people import TRAITS, base_of, common_values, people_of, value_of
from wellheard.listen.surveys.results.persons import last_of_each, person
from wellheard.listen.surveys.results.scope import Scope

SIZE = 50
SIDES = {
    "scored": (0, HIGHEST),
    "promoters": (LOWEST_PROMOTER, HIGHEST),
    "passives": (LOWEST_PASSIVE, LOWEST_PROMOTER - 1),
    "detractors": (0, LOWEST_PASSIVE - 1),
}
# Each person once, with their last answer: as most numbers count.
LAST = "last"
BY_TIME = ("-answered_at", "-pk")
# What became of a showing; "shown" is all of them, "silent" whoever answered nothing.
SHOWN, SILENT = "shown", "silent"
STATES = (Display.State.COMPLETED.value, Display.State.DISMISSED.value, Display.State.ABANDONED.value)


@dataclass(frozen=True)
class Asks:
    """Which answers of a scope a list is of: one side, one number, one option of a question, or one side of a pair."""

    side: str = ""
    number: int | None = None
    question: int | None = None
    option: str = ""
    pair: str = ""
    each: str = ""
    trait: str = ""
    value: str = ""

    def rows(self, scope: Scope) -> ResponseQuerySet:
        """Return the answers."""
        rows = scope.responses()
        if self.question is not None:
            return rows.filter(pk__in=self.items(scope).values("response"))
        if self.pair:
            rows = rows.filter(pk__in=self.votes(scope).values("response"))
        if self.trait in TRAITS:
            rows = rows.filter(contact__in=self._contacts(scope))
        if self.each == LAST:
            rows = rows.filter(pk__in=last_of_each(rows.scored() if self.side else rows, by="answered_at"))
        if self.side in SIDES:
            rows = rows.filter(score__range=SIDES[self.side])
        return rows if self.number is None else rows.filter(score=self.number)

    def votes(self, scope: Scope) -> QuerySet[PairVote]:
        """Return the choices between two that are meant."""
        votes = PairVote.objects.filter(survey=scope.survey)
        return votes.filter(Q(left=self.pair) | Q(right=self.pair)) if self.pair else votes

    def _contacts(self, scope: Scope) -> list[int]:
        """Return the people with one value of a trait among those who answered, as it is counted in who is heard."""
        answered = scope.responses().exclude(contact=None).order_by().values_list("contact_id", flat=True).distinct()
        known, base = people_of(scope, [pk for pk in answered if pk]), base_of(scope)
        named = common_values(base.traits[self.trait]) if base.traits else []
        return [pk for pk, one in known.items() if value_of(one, self.trait, named) == self.value]

    def items(self, scope: Scope) -> QuerySet[ResponseItem]:
        """Return the parts of the answers that are meant: of one question where one is named."""
        if self.question is None:
            return ResponseItem.objects.filter(response__in=self.rows(scope))
        items = ResponseItem.objects.filter(response__in=scope.responses(), question=self.question)
        if self.each == LAST:
            items = ResponseItem.objects.filter(pk__in=last_of_each(items, by="answered_at", of="response__"))
        if self.number is not None:
            items = items.filter(number=self.number)
        return items.filter(options__contains=[self.option]) if self.option else items


def people(scope: Scope, asks: Asks, *, cursor: str = "", size: int = SIZE) -> Page[Response]:
    """Return a page of answers, the newest first, each with who gave it and every one of its parts."""
    items = ResponseItem.objects.select_related("question").order_by("question__position", "question__pk")
    rows = asks.rows(scope).select_related("contact", "company")
    rows = rows.prefetch_related(Prefetch("items", items), Prefetch("pair_votes", asks.votes(scope).order_by("pk")))
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
    rows = asks.items(scope).exclude(words="")
    rows = rows.select_related(
        "question", "feedback__area", "feedback__category", "response__contact", "response__company"
    )
    return page_of(rows, order=("-pk",), cursor=cursor, size=size)


def showings(scope: Scope, did: str, *, cursor: str = "", size: int = SIZE) -> Page[Display]:
    """Return a page of those who were shown it, each person once, the last first: all, or those with whom it ended so."""
    rows = _showings(scope, did).select_related("contact", "company")
    return page_of(rows, order=("-shown_at", "-pk"), cursor=cursor, size=size)


def _showings(scope: Scope, did: str) -> DisplayQuerySet:
    everybody = scope.displays().annotate(who=person())
    rows = everybody
    if did == SILENT:
        answered = Q(response__isnull=False) | Q(state=Display.State.COMPLETED)
        rows = rows.exclude(who__in=everybody.filter(answered).order_by().values("who"))
    elif did in STATES:
        rows = rows.filter(state=did)
    return Display.objects.filter(pk__in=last_of_each(rows, by="shown_at"))


def lengths(scope: Scope, asks: Asks) -> dict[str, int]:
    """Return how long each list is, in three queries."""
    counted = asks.rows(scope).aggregate(people=Count("pk"), companies=Count("company", distinct=True))
    written = asks.items(scope).exclude(words="").count()
    silent = _showings(scope, SILENT).count()
    return {"people": counted["people"], "companies": counted["companies"], "words": written, SILENT: silent}
