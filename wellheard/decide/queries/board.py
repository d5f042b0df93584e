"""Questions about many ideas: how they rank by who asks and what they pay, for everybody or for some companies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce, RowNumber

from wellheard.customers.models import Company, Segment
from wellheard.customers.segments.rules import compile_rule
from wellheard.decide.models import Evidence, Idea, IdeaQuerySet, IdeaRank, SegmentRanking
from wellheard.decide.queries.behind import Share, all_companies
from wellheard.decide.queries.rows import (
    OF_DEALS,
    Companies,
    IdeaRow,
    Named,
    among,
    at_risk,
    deal_sums,
    evidence_by_month,
    found_needs,
    kept_rows,
    lost_money,
    rows_of,
    worth_sum,
)
from wellheard.foundation import clock
from wellheard.foundation.paging import Page, page_of

RANKING = ("-worth", "-companies", "-pk")
MOST_IN_A_COLUMN = 6
CLOSED = (Idea.Status.SHIPPED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE)
COMPARED = timedelta(days=30)
# Weekly notes: the one of about a month ago is at most so much older.
WEEK = timedelta(days=7)
# An older ranking of a segment is of a worker that does not run: slow and right is better.
KEPT = timedelta(hours=3)
# So many companies are found once and named in each question; more are found anew by each, as part of it.
MOST_NAMED = 10_000

# What a list may be sorted by, the greatest first; for everybody a counter of the idea, for some companies a sum.
WORTH, MONEY = "worth", "money"
COUNTERS = {
    WORTH: "worth_minor",
    MONEY: "mrr_minor",
    "companies": "company_count",
    "risk": "risk_minor",
    "lost": "lost_minor",
    "lost_deals": "lost_deals_minor",
    "pipeline": "pipeline_minor",
    "expansion": "expansion_minor",
    "people": "contact_count",
    "votes": "vote_count",
    "said": "feedback_count",
    "moved": "status_changed_at",
    "new": "created_at",
}
# People and votes of some companies are counted for the ideas shown only.
_OF_ALL = ("people", "votes", "said")
_ALWAYS = (WORTH, MONEY)


@dataclass(frozen=True)
class Choice:
    """Which ideas somebody looks at, and in which order. Companies are those of a saved segment, or of a rule."""

    status: str = ""
    segment: Segment | None = None
    rule: Mapping[str, Any] | None = None
    words: str = ""
    area_ids: tuple[int, ...] = ()
    owner_id: int | None = None
    is_unowned: bool = False
    is_dominated: bool = False
    sort: str = WORTH
    # How the segment ranked ideas when that was counted last; None: it is counted now.
    kept: SegmentRanking | None = None

    @cached_property
    def companies(self) -> Companies:
        """The companies whose wishes count; None for all."""
        if self.segment:
            return Company.objects.filter(pk__in=self.segment.members.values("company"))
        return _named(Company.objects.filter(compile_rule(self.rule))) if self.rule else None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.area_ids or self.owner_id or self.is_unowned or self.is_dominated)

    @property
    def order(self) -> tuple[str, ...]:
        if self.sort in (WORTH, MONEY):
            return (f"-{self.sort}", "-companies", "-pk")
        return (f"-{self.sort}", "-money", "-pk")

    @property
    def sorts(self) -> list[str]:
        """What these ideas can be sorted by."""
        return [name for name in COUNTERS if self.companies is None or name not in _OF_ALL]


@dataclass(frozen=True)
class Column:
    """The ideas of one status that are worth most, and how many there are in all."""

    status: Idea.Status
    count: int
    rows: list[IdeaRow] = field(default_factory=list)


def ranking(choice: Choice, *, cursor: str = "", size: int = 50) -> Page[IdeaRow]:
    """Return the ideas of a choice in its order, with their rank among all of the choice; a page at a time."""
    ranked = _ranked(choice, _of_status(choice))
    page = page_of(_brief(_narrowed(ranked, choice), choice), order=choice.order, cursor=cursor, size=size)
    if page.is_first and not choice.is_narrowed:
        ranks = {idea.pk: place for place, idea in enumerate(page.items, start=1)}
    else:
        ranks = _ranks(ranked, page.items, choice)
    ids = [idea.pk for idea in page.items]
    if choice.kept:
        lines = kept_rows(page.items, choice.kept, ranks=ranks)
        return Page(
            lines if _compares(choice) else [replace(line, before=None) for line in lines], page.next, page.is_first
        )
    asked = found_needs(ids, choice.companies)
    rows = rows_of(
        _whole(page.items, choice),
        asked,
        ranks=ranks,
        before=_places_before(choice, ids),
        months=evidence_by_month(ids, asked),
    )
    return Page(rows, page.next, page.is_first)


def _brief(ideas: QuerySet[Idea], choice: Choice) -> QuerySet[Idea]:
    """Return ideas by their keys alone where all of them are summed up to find the first few."""
    return ideas.select_related(None).only("pk") if _is_summed_up(choice) else ideas


def _whole(found: Sequence[Idea], choice: Choice) -> list[Idea]:
    if not _is_summed_up(choice):
        return list(found)
    ideas = Idea.objects.select_related("area", "owner").in_bulk([idea.pk for idea in found])
    return [ideas[idea.pk] for idea in found if idea.pk in ideas]


def _is_summed_up(choice: Choice) -> bool:
    return choice.companies is not None and not choice.kept


def chosen_ideas(choice: Choice) -> QuerySet[Idea]:
    """Return all ideas of a choice with their `money` and `companies`, to be put in its order."""
    return _narrowed(_ranked(choice, _of_status(choice)), choice)


def columns(choice: Choice, *, counts: Mapping[str, int]) -> list[Column]:
    """Return every status with the ideas in it that are worth most; `counts` says how many there are in all."""
    place = Window(
        RowNumber(), partition_by="status", order_by=[F("worth").desc(), F("companies").desc(), F("pk").desc()]
    )
    ideas = _narrowed(_ranked(choice, Idea.objects.unmerged()), choice)
    best = list(ideas.annotate(place=place).filter(place__lte=MOST_IN_A_COLUMN).order_by("status", "place"))
    by_status: dict[str, list[IdeaRow]] = defaultdict(list)
    if choice.kept:
        lines = kept_rows(best, choice.kept, ranks={})
    else:
        lines = rows_of(best, found_needs([idea.pk for idea in best], choice.companies))
    for row in lines:
        by_status[row.status].append(row)
    return [Column(status, counts.get(status, 0), by_status[status]) for status in Idea.Status]


def status_counts(choice: Choice) -> dict[str, int]:
    """Return how many ideas there are of each status, whichever status is chosen."""
    ideas = _narrowed(Idea.objects.unmerged(), choice)
    if choice.kept:
        ideas = ideas.filter(in_rankings__ranking=choice.kept)
    elif (companies := choice.companies) is not None:
        asked = Evidence.objects.standing().filter(among(companies), idea=OuterRef("pk"))
        ideas = ideas.filter(Exists(asked))
    return dict(ideas.order_by().values_list("status").annotate(Count("pk")))


def has_notes() -> bool:
    """Tell whether the ranking of about a month ago is known, so that moves can be told."""
    return _note() is not None


def kept_ranking(segment: Segment) -> SegmentRanking | None:
    """Return how a large segment ranked ideas when that was counted last; None where it is counted whenever somebody looks."""
    return SegmentRanking.objects.filter(segment=segment, counted_at__gt=clock.now() - KEPT).first()


def share(choice: Choice) -> Share | None:
    """Return how many of all companies those of a choice are, and how much of the revenue; None for all of them."""
    if choice.kept and choice.segment:
        every = all_companies()
        return Share(choice.segment.company_count, every["count"], choice.kept.money, every["money"])
    return share_of(choice.companies) if choice.companies is not None else None


def share_of(companies: QuerySet[Company] | Named) -> Share:
    """Return how many of all companies these are, and how much of the revenue."""
    every = all_companies()
    found = Company.objects.filter(among(companies, "pk")).aggregate(
        companies=Count("pk"), money=Coalesce(Sum("mrr_minor"), 0)
    )
    return Share(found["companies"], every["count"], found["money"], every["money"])


def _named(companies: QuerySet[Company]) -> Companies:
    ids = tuple(companies.values_list("pk", flat=True)[: MOST_NAMED + 1])
    return companies if len(ids) > MOST_NAMED else Named(ids)


def _of_status(choice: Choice) -> IdeaQuerySet:
    return Idea.objects.unmerged().filter(status=choice.status) if choice.status else Idea.objects.open()


def _ranked(choice: Choice, ideas: IdeaQuerySet) -> QuerySet[Idea]:
    """Return ideas with `companies`, `money` and what they are sorted by as the chosen companies see them."""
    ideas = ideas.select_related("area", "owner")
    if choice.kept:
        kept = {name: F(f"in_rankings__{name}") for name in ("companies", *_ALWAYS, "risk", "lost", *OF_DEALS)}
        names = {*_ALWAYS, "companies", choice.sort}
        ideas = ideas.filter(in_rankings__ranking=choice.kept)
        return ideas.annotate(**{name: kept.get(name, F(COUNTERS.get(name, name))) for name in names})
    if (companies := choice.companies) is None:
        counters = {name: F(COUNTERS[name]) for name in {*_ALWAYS, "companies", choice.sort}}
        return ideas.annotate(**counters)
    asked = ideas.filter(among(companies, "evidence__company"), evidence__withdrawn_at=None)
    sums: dict[str, Any] = {
        "companies": Count("evidence"),
        WORTH: worth_sum("evidence__"),
        MONEY: Sum("evidence__company__mrr_minor"),
        "risk": Coalesce(Sum("evidence__company__mrr_minor", filter=at_risk("evidence__")), 0),
        "lost": Coalesce(Sum(lost_money("evidence__")), 0),
        **deal_sums("evidence__"),
    }
    return asked.annotate(**{name: sums.get(name, F(COUNTERS[name])) for name in {*_ALWAYS, "companies", choice.sort}})


def _narrowed(ideas: QuerySet[Idea], choice: Choice) -> QuerySet[Idea]:
    if choice.words:
        ideas = ideas.filter(title__icontains=choice.words)
    if choice.area_ids:
        ideas = ideas.filter(area__in=choice.area_ids)
    if choice.owner_id or choice.is_unowned:
        ideas = ideas.filter(owner=choice.owner_id)
    if choice.is_dominated:
        ideas = ideas.filter(_one_pays_most(choice.companies))
    return ideas


def _one_pays_most(companies: Companies) -> Q:
    """Return the condition that one of the companies pays more than all others of them together."""
    if companies is None:
        return Q(largest_minor__gt=F("mrr_minor") - F("largest_minor"))
    asked = Evidence.objects.standing().filter(among(companies)).order_by().values("idea")
    paid = asked.annotate(money=Sum("company__mrr_minor"), largest=Max("company__mrr_minor"))
    return Q(pk__in=paid.filter(largest__gt=F("money") - F("largest")).values("idea"))


def _ranks(ranked: QuerySet[Idea], shown: list[Idea], choice: Choice) -> dict[int, int]:
    """Return the place of each shown idea among all of the choice, also of those a search picked out."""
    if not shown:
        return {}
    if choice.is_narrowed:
        everyone = ranked.order_by(*choice.order).values_list("pk", flat=True)
        return {pk: place for place, pk in enumerate(everyone, start=1)}
    ahead, same = Q(pk__in=[]), Q()
    for column in choice.order:
        name = column.removeprefix("-")
        ahead |= same & Q(**{f"{name}__gt": getattr(shown[0], name)})
        same &= Q(**{name: getattr(shown[0], name)})
    before = ranked.filter(ahead).count()
    return {idea.pk: place for place, idea in enumerate(shown, start=before + 1)}


def _places_before(choice: Choice, shown: list[int]) -> dict[int, int]:
    """Return where ideas stood a month ago among all open ones; nothing where that is another ranking than the present one."""
    if not _compares(choice) or not shown:
        return {}
    if choice.companies is None:
        noted = IdeaRank.objects.filter(taken_on=_note(), idea__in=shown)
        return dict(noted.values_list("idea", "place"))
    return places_before(choice)


def _compares(choice: Choice) -> bool:
    return not choice.status and choice.sort == WORTH


def places_before(choice: Choice) -> dict[int, int]:
    """Return where all open ideas stood a month ago as the companies of a choice ask."""
    then = datetime.combine(clock.today() - COMPARED, time(), clock.zone())
    asked = (
        Evidence.objects.filter(among(choice.companies), first_at__lt=then)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=then))
        .filter(idea__merged_into=None)
        .exclude(idea__status__in=CLOSED)
    )
    by_worth = asked.order_by().values("idea").annotate(worth=worth_sum(), companies=Count("pk"))
    places = by_worth.order_by("-worth", "-companies", "-idea").values_list("idea", flat=True)
    return {idea_id: place for place, idea_id in enumerate(places, start=1)}


def _note() -> Any:
    then = clock.today() - COMPARED
    notes = IdeaRank.objects.filter(taken_on__lte=then, taken_on__gt=then - WEEK)
    return notes.order_by("-taken_on").values_list("taken_on", flat=True).first()
