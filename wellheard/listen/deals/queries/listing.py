"""Lists of deals, and what is to be decided about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, When

from wellheard.customers.models import Company
from wellheard.foundation.counts import MOST, UpTo
from wellheard.foundation.one_of import one_of
from wellheard.foundation.text.words import beginning, vector_of_names
from wellheard.listen.deals.models import LOST, Deal, DealReason, ReasonMeaning, StageMeaning
from wellheard.workspace.models import Reason

TO_DECIDE = "to_decide"
ANY_LOSS = "lost"
WITHDRAWN = "withdrawn"
VIEWS = ("all", Deal.Outcome.OPEN, Deal.Outcome.WON, ANY_LOSS, TO_DECIDE, WITHDRAWN)

_STAGE_UNDECIDED = Exists(
    StageMeaning.objects.undecided().filter(
        source=OuterRef("source"), pipeline=OuterRef("pipeline_said"), stage=OuterRef("stage_said")
    )
)
_REASONS = DealReason.objects.filter(deal=OuterRef("pk")).exclude(reason=None)
_HAS_REASON = Exists(_REASONS)


@dataclass(frozen=True)
class Wanted:
    """Which deals are looked at; what is empty narrows nothing. A reason of the first level means those below it too.

    Days are those a deal closed on, else was opened on; both ends belong to it.
    """

    words: str = ""
    outcome: str = ""
    reason_id: int | None = None
    competitor_id: int | None = None
    industry: str = ""
    since: date | None = None
    until: date | None = None
    # Exactly this reason, by its number, or `none`.
    exactly: str = ""


@dataclass(frozen=True)
class Totals:
    """How many deals there are of each kind, and what those won and lost come to in the reporting currency.

    Those `withdrawn` were deleted at their source and are in none of the others.

    `without_rate` are those whose money is in none of the sums, because their currency has no rate. `of_newest`: only
    so many of the newest were counted; 0 where all were.
    """

    all: UpTo
    open: UpTo
    won: UpTo
    lost: UpTo
    to_decide: UpTo
    withdrawn: UpTo
    won_minor: int
    lost_minor: int
    without_rate: int
    of_newest: int = 0
    counts: dict[str, UpTo] = field(default_factory=dict)


def deals_wanted(wanted: Wanted) -> QuerySet[Deal]:
    """Return the deals that are looked at."""
    rows: QuerySet[Deal] = Deal.objects.all()
    if wanted.words:
        rows = going_by(rows, wanted.words)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.reason_id:
        meant = Reason.objects.filter(Q(pk=wanted.reason_id) | Q(parent=wanted.reason_id)).values_list("pk", flat=True)
        given = DealReason.objects.filter(reason__in=list(meant))
        rows = rows.filter(pk__in=given.values("deal"))
    if wanted.competitor_id:
        rows = rows.filter(competitor=wanted.competitor_id)
    if wanted.exactly:
        rows = rows.filter(_gives_exactly(wanted.exactly))
    if wanted.since:
        rows = rows.filter(day__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(day__lte=wanted.until)
    return rows.filter(industry__iexact=wanted.industry) if wanted.industry else rows


def going_by(deals: QuerySet[Deal], words: str) -> QuerySet[Deal]:
    """Return the deals of this id, those whose company is called so, and those told with all these words or what begins so.

    Words are looked for in a deal's name and in that of the company it was told with.
    """
    found = Q(external_id=words)
    # Asked first and once: each condition then has an index of its own, and one that finds nothing would spoil the others.
    if theirs := list(Company.objects.filter(name__icontains=words).values_list("pk", flat=True)):
        found |= one_of("company_id", theirs)
    if query := beginning(words):
        deals = deals.alias(words_held=vector_of_names("title", "company_said"))
        found |= Q(words_held=SearchQuery(query, search_type="raw", config="simple"))
    return deals.filter(found)


def _gives_exactly(reason: str) -> Q:
    given = DealReason.objects.filter(deal=OuterRef("pk"))
    if reason != "none":
        return Q(Exists(given.filter(reason=int(reason))))
    return ~Q(Exists(given)) | Q(Exists(given.filter(reason=None)))


def in_view(deals: QuerySet[Deal], view: str) -> QuerySet[Deal]:
    """Return the deals of a view: open, won, lost, those somebody has to decide about, all, or those deleted at their source."""
    return deals.filter(_is(view))


def totals_of(deals: QuerySet[Deal]) -> Totals:
    """Count deals and add up their money, in one statement that reads each deal once."""
    return _totals(_kinds(deals))


def totals_of_newest(deals: QuerySet[Deal]) -> Totals:
    """As totals_of, no farther back than the newest MOST: for what may fit nearly all deals and is worked out for each."""
    kinds = _kinds(_newest(deals))
    # Whether there is one more is not worth looking on for: of just so many it is said that there may be more.
    return _totals(kinds, is_cut=_count(kinds) == MOST)


def found_by_words(deals: QuerySet[Deal]) -> tuple[Totals, QuerySet[Deal]]:
    """Return totals_of_newest of what words find, and the same deals so that a page of few is filled from those few.

    PostgreSQL takes whatever words for such as stand in 2 of 100 deals: to fill a page it would go through all deals from the
    newest on, and work each out, for the handful there is.
    """
    totals = totals_of_newest(deals)
    return totals, deals if totals.of_newest else _newest(deals)


def _newest(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """Return no more than the newest MOST, looked up before anything is made of them."""
    return Deal.objects.filter(pk__in=deals.order_by("-day", "-pk").values("pk")[:MOST])


@dataclass(frozen=True)
class _Kind:
    """Deals that count alike: how many, and what they come to in the reporting currency."""

    outcome: str
    is_withdrawn: bool
    lacks_rate: bool
    is_to_decide: bool
    count: int
    minor: int


def _kinds(deals: QuerySet[Deal]) -> list[_Kind]:
    """Return the kinds of some deals: each is read once and counted once, whatever is made of it afterwards."""
    alike = deals.order_by().values(
        "outcome",
        gone=Q(withdrawn_at__isnull=False),
        lacks=Q(reporting_minor=None, amount_minor__isnull=False),
        waits=Case(When(_is(TO_DECIDE), then=True), default=False),
    )
    return [
        _Kind(row["outcome"], row["gone"], row["lacks"], row["waits"], row["count"], int(row["minor"] or 0))
        for row in alike.annotate(count=Count("*"), minor=Sum("reporting_minor"))
    ]


def _totals(kinds: Sequence[_Kind], *, is_cut: bool = False) -> Totals:
    standing = [one for one in kinds if not one.is_withdrawn]
    lost = [one for one in standing if one.outcome in LOST]
    won, open_ = ([one for one in standing if one.outcome == end] for end in (Deal.Outcome.WON, Deal.Outcome.OPEN))
    each = {
        "all": standing,
        Deal.Outcome.OPEN.value: open_,
        Deal.Outcome.WON.value: won,
        ANY_LOSS: lost,
        TO_DECIDE: [one for one in standing if one.is_to_decide],
        WITHDRAWN: [one for one in kinds if one.is_withdrawn],
    }
    # Of those farther back nobody knows of which kind they are.
    counts = {view: UpTo(_count(some) + is_cut, most=_count(some)) for view, some in each.items()}
    return Totals(
        **counts,
        won_minor=sum(one.minor for one in won),
        lost_minor=sum(one.minor for one in lost),
        without_rate=_count(one for one in standing if one.lacks_rate),
        of_newest=MOST if is_cut else 0,
        counts=counts,
    )


def _count(kinds: Iterable[_Kind]) -> int:
    return sum(one.count for one in kinds)


def doubts_of(deal: Deal) -> list[str]:
    """Return what somebody has to decide about a deal: its `company`, its `stage`, its `reason`."""
    doubts: list[str] = []
    if deal.is_withdrawn:
        return doubts
    if deal.company_id is None:
        doubts.append("company")
    if getattr(deal, "stage_undecided", False):
        doubts.append("stage")
    if deal.is_lost and not getattr(deal, "has_reason", True):
        doubts.append("reason")
    return doubts


def with_doubts(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """Let deals say what is to be decided about them."""
    # Asked for the rows of one page: as a yes or no the database would read all reasons first.
    return deals.annotate(stage_undecided=_STAGE_UNDECIDED, has_reason=Subquery(_REASONS.values("pk")[:1]))


def industries() -> list[str]:
    """Return the industries deals are of."""
    named = Deal.objects.standing().exclude(industry="").order_by("industry").values_list("industry", flat=True)
    return list(named.distinct()[:200])


def meanings_to_decide() -> int:
    """Return how many stages and words for reasons wait for a decision."""
    return StageMeaning.objects.undecided().count() + ReasonMeaning.objects.undecided().count()


def _is(view: str) -> Q:
    if view == WITHDRAWN:
        return ~Q(withdrawn_at=None)
    return Q(withdrawn_at=None) & _of_standing(view)


def _of_standing(view: str) -> Q:
    if view == ANY_LOSS:
        return Q(outcome__in=LOST)
    if view == TO_DECIDE:
        return Q(company=None) | Q(_STAGE_UNDECIDED) | (Q(outcome__in=LOST) & ~Q(_HAS_REASON))
    return Q(outcome=view) if view != "all" else Q()
