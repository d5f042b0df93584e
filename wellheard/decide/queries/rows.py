"""What a line of the board shows of one idea: its figures, the loudest quote and a year of evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Left, NullIf, TruncMonth
from django.utils import timezone

from wellheard.customers.models import Company
from wellheard.decide.counters import risk_days
from wellheard.decide.models import Evidence, EvidenceItem, Idea, IdeaMonth, SegmentRanking
from wellheard.decide.models.worth import worth
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.one_of import one_of
from wellheard.foundation.text.clean import shorten

MONTHS = 12
QUOTE_LENGTH = 140
# The columns of money that come from deals.
OF_DEALS = ("lost_deals", "pipeline", "expansion")


@dataclass(frozen=True)
class Named:
    """Companies that were found before, by their keys."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Needs:
    """Rows of evidence for some ideas that were found before, by their keys."""

    ids: tuple[int, ...]


# Whose wishes count; None for all of them.
Companies = QuerySet[Company] | Named | None
# The same for some ideas, where their evidence may have been found already.
Asked = Companies | Needs


def among(companies: Companies, name: str = "company") -> Q:
    """Return the condition that a column names one of these companies."""
    if isinstance(companies, Named):
        return one_of(name, companies.ids)
    return Q() if companies is None else Q(**{f"{name}__in": companies})


def found_needs(idea_ids: Sequence[int], companies: Companies) -> Asked:
    """Find what named companies need of some ideas once for all that is asked about it; of others it is part of each question."""
    if not isinstance(companies, Named):
        return companies
    return Needs(tuple(_needs(idea_ids, companies).values_list("pk", flat=True)))


def _needs(idea_ids: Iterable[int], asked: Asked) -> QuerySet[Evidence]:
    if isinstance(asked, Needs):
        return Evidence.objects.filter(one_of("pk", asked.ids))
    return Evidence.objects.standing().filter(among(asked), idea__in=idea_ids)


@dataclass(frozen=True)
class Quote:
    """The beginning of what a customer said."""

    words: str
    language: str


@dataclass(frozen=True)
class Figures:
    """Who asks for an idea and what they pay, in minor units a month. The amounts overlap and are never added up."""

    companies: int = 0
    people: int = 0
    votes: int = 0
    money: int = 0
    risk: int = 0
    lost: int = 0
    lost_deals: int = 0
    pipeline: int = 0
    expansion: int = 0
    worth: int = 0
    largest: int = 0

    @property
    def need(self) -> float:
        """By how much what they pay counts more, or less, because of how much they need it; 1 where nobody pays or said."""
        return round(self.worth / self.money, 1) if self.money else 1

    @property
    def largest_share(self) -> float:
        return self.largest / self.money if self.money else 0

    @property
    def is_one_companys_wish(self) -> bool:
        """Whether one company pays more than all the others together."""
        return 2 * self.largest > self.money


_FIGURES = tuple(each.name for each in fields(Figures))


@dataclass(frozen=True)
class IdeaRow:
    """One line of the board. Figures are those of the chosen companies."""

    idea_id: int
    title: str
    area: str
    status: str
    figures: Figures = field(default_factory=Figures)
    owner: str = ""
    is_public: bool = False
    rank: int = 0
    before: int | None = None
    quote: Quote | None = None
    by_month: list[int] = field(default_factory=list)

    @property
    def companies(self) -> int:
        return self.figures.companies

    @property
    def money(self) -> int:
        return self.figures.money

    @property
    def up(self) -> int:
        """How many places it rose since a month ago; below nothing when it fell."""
        return self.before - self.rank if self.before else 0

    @property
    def down(self) -> int:
        return -self.up

    @property
    def in_a_year(self) -> int:
        return sum(self.by_month)

    @property
    def this_month(self) -> int:
        return self.by_month[-1] if self.by_month else 0


def rows_of(
    ideas: Sequence[Idea],
    asked: Asked,
    *,
    ranks: Mapping[int, int] | None = None,
    before: Mapping[int, int] | None = None,
    months: Mapping[int, list[int]] | None = None,
) -> list[IdeaRow]:
    """Return the lines of these ideas, in their order, as those who asked see them (everybody when none are given)."""
    ids = [idea.pk for idea in ideas]
    quotes = loudest_quotes(ids, asked)
    figures = _figures(ids, asked) if asked is not None else {idea.pk: _counted(idea) for idea in ideas}
    return [
        replace(
            _line(idea, rank=(ranks or {}).get(idea.pk, 0), quote=quotes.get(idea.pk)),
            figures=figures.get(idea.pk, Figures()),
            before=(before or {}).get(idea.pk),
            by_month=(months or {}).get(idea.pk, []),
        )
        for idea in ideas
    ]


def _line(idea: Idea, *, rank: int, quote: Quote | None) -> IdeaRow:
    return IdeaRow(
        idea_id=idea.pk,
        title=idea.title,
        area=idea.area.name if idea.area else "",
        owner=str(idea.owner) if idea.owner else "",
        status=idea.status,
        is_public=idea.is_public,
        rank=rank,
        quote=quote,
    )


def at_risk(prefix: str = "") -> Q:
    """Return which rows of evidence speak for money at risk: see `docs/ideas.md`."""
    days = risk_days()
    blocked = {
        f"{prefix}importance": Evidence.Importance.CANNOT_WORK,
        f"{prefix}company__renews_on__range": (days["today"], days["until"]),
    }
    left = Q(**{f"{prefix}company__stage": Company.Stage.LOST})
    return Q(**{f"{prefix}company__stage": Company.Stage.AT_RISK}) | (Q(**blocked) & ~left)


def lost_money(prefix: str = "") -> Case:
    """Return what a lost company paid whose evidence says it left because of the idea."""
    company = f"{prefix}company"
    ended = Fact.objects.filter(company_id=OuterRef(company), name="company.mrr_changed", details__new=0)
    paid = ended.order_by("-happened_at").values(paid=Cast(KT("details__old"), BigIntegerField()))[:1]
    because = {f"{company}__stage": Company.Stage.LOST, f"{prefix}grade": Evidence.Grade.REVEALED}
    return Case(When(**because, then=Coalesce(NullIf(F(f"{company}__mrr_minor"), 0), Subquery(paid))), default=0)


def deal_sums(prefix: str = "") -> dict[str, Coalesce]:
    """Return the sums of the columns of money that come from deals, over rows of evidence."""
    waits = f"{prefix}open_deal_minor"
    pays = Q(**{f"{prefix}company__mrr_minor__gt": 0})
    return {
        "lost_deals": Coalesce(Sum(f"{prefix}lost_deal_minor"), 0),
        "pipeline": Coalesce(Sum(waits), 0),
        "expansion": Coalesce(Sum(waits, filter=pays), 0),
    }


def worth_sum(prefix: str = "") -> Cast:
    """Return what rows of evidence of companies are worth to those who ask, as an idea's counter is made of all of them."""
    return worth(
        Coalesce(Sum(f"{prefix}company__mrr_minor"), 0),
        Coalesce(Sum(F(f"{prefix}importance") - 2), 0),
        Count(f"{prefix}importance"),
    )


def _counted(idea: Idea) -> Figures:
    return Figures(
        companies=idea.company_count,
        people=idea.contact_count,
        votes=idea.vote_count,
        money=idea.mrr_minor,
        risk=idea.risk_minor,
        lost=idea.lost_minor,
        lost_deals=idea.lost_deals_minor,
        pipeline=idea.pipeline_minor,
        expansion=idea.expansion_minor,
        worth=idea.worth_minor,
        largest=idea.largest_minor,
    )


def _figures(idea_ids: list[int], asked: Asked) -> dict[int, Figures]:
    """Count what some companies ask for, for the ideas of one page."""
    needs = _needs(idea_ids, asked).order_by()
    needed = needs.values("idea_id").annotate(
        companies=Count("pk"),
        money=Coalesce(Sum("company__mrr_minor"), 0),
        risk=Coalesce(Sum("company__mrr_minor", filter=at_risk()), 0),
        lost=Coalesce(Sum(lost_money()), 0),
        **deal_sums(),
        worth=worth_sum(),
        largest=Coalesce(Max("company__mrr_minor"), 0),
    )
    who = Coalesce("feedback__contact_id", "vote__contact_id")
    said = _standing_items(idea_ids, asked).order_by().values("idea_id")
    people = {
        row["idea_id"]: {"people": row["people"], "votes": row["votes"]}
        for row in said.annotate(people=Count(who, distinct=True), votes=Count("vote"))
    }
    found: dict[int, Figures] = {}
    for row in needed:
        sums: dict[str, Any] = dict(row)
        idea_id = sums.pop("idea_id")
        found[idea_id] = Figures(**sums, **people.get(idea_id, {}))
    return found


def loudest_quotes(idea_ids: Iterable[int], asked: Asked = None) -> dict[int, Quote]:
    """Return for each idea the beginning of what the company that pays most said about it; newest first among equals."""
    if asked is None:
        kept = Idea.objects.filter(pk__in=list(idea_ids)).exclude(loudest=None)
        return _quotes(kept.values_list("pk", Left("loudest__words", 4 * QUOTE_LENGTH), "loudest__language"))
    loudest = _loudest(idea_ids, asked)
    return _quotes(loudest.values_list("idea_id", Left("feedback__words", 4 * QUOTE_LENGTH), "feedback__language"))


def loudest_ids(idea_ids: Iterable[int], asked: Asked) -> dict[int, int | None]:
    """Return for each idea the feedback that `loudest_quotes` quotes."""
    return dict(_loudest(idea_ids, asked).values_list("idea_id", "feedback_id"))


def kept_rows(ideas: Sequence[Idea], ranking: SegmentRanking, *, ranks: Mapping[int, int]) -> list[IdeaRow]:
    """Return the lines of these ideas, in their order, as a segment's companies saw them when they were counted."""
    ids = [idea.pk for idea in ideas]
    kept = {one.idea_id: one for one in ranking.ideas.filter(idea__in=ids)}
    said = Left("loudest__words", 4 * QUOTE_LENGTH)
    quotes = _quotes(
        ranking.ideas.filter(idea__in=ids).exclude(loudest=None).values_list("idea_id", said, "loudest__language")
    )
    return [
        replace(
            _line(idea, rank=ranks.get(idea.pk, 0), quote=quotes.get(idea.pk)),
            figures=Figures(**{name: getattr(one, name) for name in _FIGURES}),
            before=one.before,
            by_month=one.by_month,
        )
        for idea in ideas
        if (one := kept.get(idea.pk))
    ]


def _loudest(idea_ids: Iterable[int], asked: Asked) -> QuerySet[EvidenceItem]:
    return (
        _standing_items(idea_ids, asked)
        .exclude(feedback=None)
        .order_by(
            "idea_id",
            F("evidence__company__mrr_minor").desc(nulls_last=True),
            "feedback__voice",
            "-feedback__heard_at",
            "-pk",
        )
        .distinct("idea_id")
    )


def evidence_by_month(idea_ids: Iterable[int], asked: Asked = None) -> dict[int, list[int]]:
    """Return for each idea how often it was asked for in each of the last twelve months, the present one last."""
    months = _last_months()
    runs: dict[int, list[int]] = {idea_id: [0] * MONTHS for idea_id in idea_ids}
    if asked is None:
        kept = IdeaMonth.objects.filter(idea__in=runs, month__range=(months[0], months[-1]))
        for idea_id, month, pieces in kept.values_list("idea_id", "month", "pieces"):
            runs[idea_id][months.index(month)] = pieces
        return runs
    # Months are the installation's.
    zone = clock.zone()
    said_at = Coalesce("feedback__heard_at", "vote__voted_at")
    counted = (
        _standing_items(runs, asked)
        .annotate(month=TruncMonth(said_at, tzinfo=zone))
        .filter(month__gte=datetime.combine(months[0], datetime.min.time(), tzinfo=zone))
        .order_by()
        .values_list("idea_id", "month")
        .annotate(Count("pk"))
    )
    for idea_id, month, count in counted:
        day = timezone.localtime(month, zone).date()
        if day in months:
            runs[idea_id][months.index(day)] = count
    return runs


def _quotes(found: Iterable[tuple[int, str, str]]) -> dict[int, Quote]:
    return {idea_id: Quote(shorten(words, limit=QUOTE_LENGTH), language) for idea_id, words, language in found}


def _standing_items(idea_ids: Iterable[int], asked: Asked) -> QuerySet[EvidenceItem]:
    ids = list(idea_ids)
    if asked is None:
        return EvidenceItem.objects.filter(idea__in=ids, evidence__withdrawn_at=None)
    if isinstance(asked, Needs):
        return EvidenceItem.objects.filter(one_of("evidence", asked.ids))
    # Their rows first, then what is behind those: few companies ask for few of the things that many ask for.
    return EvidenceItem.objects.filter(evidence__in=_needs(ids, asked))


def _last_months() -> list[date]:
    today = clock.today()
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]
