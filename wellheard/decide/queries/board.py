"""Questions about ideas: how they rank by who asks and what they pay."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce, Left, RowNumber, TruncMonth
from django.utils import timezone

from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.decide.models import EvidenceItem, Idea, IdeaQuerySet
from wellheard.decide.queries.behind import Share
from wellheard.foundation import clock
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.text.clean import shorten

RANKING = ("-money", "-companies", "-pk")
MONTHS = 12
MOST_IN_A_COLUMN = 6
QUOTE_LENGTH = 140
CLOSED = (Idea.Status.SHIPPED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE)


@dataclass(frozen=True)
class Choice:
    """Which ideas somebody looks at: of one status or all open ones, asked by a segment, with words in their title."""

    status: str = ""
    segment: Segment | None = None
    words: str = ""


@dataclass(frozen=True)
class Quote:
    """The beginning of what a customer said."""

    words: str
    language: str


@dataclass(frozen=True)
class IdeaRow:
    """One line of the board. Companies and money are those of the chosen segment; money is per month, in minor units."""

    idea_id: int
    title: str
    area: str
    status: str
    companies: int
    money: int
    rank: int = 0
    quote: Quote | None = None
    by_month: list[int] = field(default_factory=list)

    @property
    def in_a_year(self) -> int:
        return sum(self.by_month)

    @property
    def this_month(self) -> int:
        return self.by_month[-1] if self.by_month else 0


@dataclass(frozen=True)
class Column:
    """The ideas of one status that are worth most, and how many there are in all."""

    status: Idea.Status
    count: int
    rows: list[IdeaRow]


def ranking(choice: Choice, *, cursor: str = "", size: int = 50) -> Page[IdeaRow]:
    """Return the ideas asked by companies that pay most, with their rank among all of the choice; a page at a time."""
    ranked = _ranked(choice)
    page = page_of(_with_words(ranked, choice.words), order=RANKING, cursor=cursor, size=size)
    if page.is_first and not choice.words:
        ranks = {idea.pk: place for place, idea in enumerate(page.items, start=1)}
    else:
        ranks = _ranks(ranked, page.items, choice.words)
    months = evidence_by_month([idea.pk for idea in page.items], choice.segment)
    return Page(_rows(page.items, choice.segment, ranks, months), page.next, page.is_first)


def columns(choice: Choice, *, counts: Mapping[str, int]) -> list[Column]:
    """Return every status with the ideas in it that are worth most; `counts` says how many there are in all."""
    place = Window(
        RowNumber(), partition_by="status", order_by=[F("money").desc(), F("companies").desc(), F("pk").desc()]
    )
    ideas = _with_words(_ranked(Choice(segment=choice.segment), Idea.objects.unmerged()), choice.words)
    best = list(ideas.annotate(place=place).filter(place__lte=MOST_IN_A_COLUMN).order_by("status", "place"))
    by_status: dict[str, list[IdeaRow]] = defaultdict(list)
    for row in _rows(best, choice.segment, {}, {}):
        by_status[row.status].append(row)
    return [Column(status, counts.get(status, 0), by_status[status]) for status in Idea.Status]


def status_counts(choice: Choice) -> dict[str, int]:
    """Return how many ideas there are of each status, whichever status is chosen."""
    ideas = _with_words(_asked_by(Idea.objects.unmerged(), choice.segment), choice.words)
    return dict(ideas.order_by().values_list("status").annotate(Count("pk", distinct=True)))


def segment_share(segment: Segment) -> Share:
    """Return how many of all companies a segment has, and how much of the revenue."""
    inside = Q(pk__in=_members(segment))
    found = Company.objects.aggregate(
        companies=Count("pk", filter=inside),
        of_companies=Count("pk"),
        money=Coalesce(Sum("mrr_minor", filter=inside), 0),
        of_money=Coalesce(Sum("mrr_minor"), 0),
    )
    return Share(**found)


def _ranked(choice: Choice, ideas: IdeaQuerySet | None = None) -> QuerySet[Idea]:
    """Return the ideas of a choice with `companies` and `money` as the segment sees them."""
    if ideas is None:
        ideas = Idea.objects.unmerged().filter(status=choice.status) if choice.status else Idea.objects.open()
    asked = _asked_by(ideas.select_related("area"), choice.segment)
    if choice.segment is None:
        return asked.annotate(companies=F("company_count"), money=F("mrr_minor"))
    return asked.annotate(companies=Count("evidence"), money=Sum("evidence__company__mrr_minor"))


def _asked_by(ideas: IdeaQuerySet, segment: Segment | None) -> IdeaQuerySet:
    if segment is None:
        return ideas
    return ideas.filter(evidence__withdrawn_at=None, evidence__company__in=_members(segment))


def _members(segment: Segment) -> QuerySet[SegmentMember, int]:
    return SegmentMember.objects.filter(segment=segment).values_list("company", flat=True)


def _with_words(ideas: QuerySet[Idea], words: str) -> QuerySet[Idea]:
    return ideas.filter(title__icontains=words) if words else ideas


def _ranks(ranked: QuerySet[Idea], shown: list[Idea], words: str) -> dict[int, int]:
    """Return the place of each shown idea among all of the choice, also of those a search picked out."""
    if not shown:
        return {}
    if words:
        return {pk: place for place, pk in enumerate(ranked.order_by(*RANKING).values_list("pk", flat=True), start=1)}
    first: dict[str, int] = vars(shown[0])
    money, companies = first["money"], first["companies"]
    ahead = Q(money__gt=money) | Q(money=money, companies__gt=companies)
    ahead |= Q(money=money, companies=companies, pk__gt=shown[0].pk)
    before = ranked.filter(ahead).count()
    return {idea.pk: place for place, idea in enumerate(shown, start=before + 1)}


def _rows(
    ideas: Sequence[Idea], segment: Segment | None, ranks: Mapping[int, int], months: Mapping[int, list[int]]
) -> list[IdeaRow]:
    quotes = loudest_quotes([idea.pk for idea in ideas], segment)
    return [
        IdeaRow(
            idea_id=idea.pk,
            title=idea.title,
            area=idea.area.name if idea.area else "",
            status=idea.status,
            companies=vars(idea)["companies"],
            money=vars(idea)["money"],
            rank=ranks.get(idea.pk, 0),
            quote=quotes.get(idea.pk),
            by_month=months.get(idea.pk, []),
        )
        for idea in ideas
    ]


def loudest_quotes(idea_ids: Iterable[int], segment: Segment | None = None) -> dict[int, Quote]:
    """Return for each idea the beginning of what the company that pays most said about it; newest first among equals."""
    said = _standing_items(idea_ids, segment).exclude(feedback=None)
    loudest = said.order_by(
        "idea_id",
        F("evidence__company__mrr_minor").desc(nulls_last=True),
        "feedback__voice",
        "-feedback__heard_at",
        "-pk",
    ).distinct("idea_id")
    found = loudest.values_list("idea_id", Left("feedback__words", 4 * QUOTE_LENGTH), "feedback__language")
    return {idea_id: Quote(shorten(words, limit=QUOTE_LENGTH), language) for idea_id, words, language in found}


def evidence_by_month(idea_ids: Iterable[int], segment: Segment | None = None) -> dict[int, list[int]]:
    """Return for each idea how often it was asked for in each of the last twelve months, the present one last."""
    months = _last_months()
    # Months are the installation's.
    zone = clock.zone()
    said_at = Coalesce("feedback__heard_at", "vote__voted_at")
    counted = (
        _standing_items(idea_ids, segment)
        .annotate(month=TruncMonth(said_at, tzinfo=zone))
        .filter(month__gte=datetime.combine(months[0], datetime.min.time(), tzinfo=zone))
        .order_by()
        .values_list("idea_id", "month")
        .annotate(Count("pk"))
    )
    runs: dict[int, list[int]] = {idea_id: [0] * MONTHS for idea_id in idea_ids}
    for idea_id, month, count in counted:
        day = timezone.localtime(month, zone).date()
        if day in months:
            runs[idea_id][months.index(day)] = count
    return runs


def _standing_items(idea_ids: Iterable[int], segment: Segment | None) -> QuerySet[EvidenceItem]:
    items = EvidenceItem.objects.filter(idea_id__in=list(idea_ids), evidence__withdrawn_at=None)
    return items.filter(evidence__company__in=_members(segment)) if segment else items


def _last_months() -> list[date]:
    today = clock.today()
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]
