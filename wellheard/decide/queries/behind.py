"""Questions about what stands behind one idea: their words, who needs it, and what they pay."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from wellheard.customers.models import Company
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.foundation.remembering import remembered
from wellheard.listen.deals.models import DealMissing

LOUDEST = ("-worth", "-heard_at", "-pk")
STRONGEST = ("is_withdrawn", "-worth", "-pk")


@dataclass(frozen=True)
class Share:
    """Some companies among all, and what they pay a month among what all pay."""

    companies: int
    of_companies: int
    money: int
    of_money: int

    @property
    def of_revenue(self) -> float:
        return self.money / self.of_money if self.of_money else 0


def quotes_of(idea: Idea) -> QuerySet[EvidenceItem]:
    """Return what customers said about an idea, to be ordered LOUDEST first: by what their company pays, then the newest."""
    said = idea.items.exclude(feedback=None).filter(evidence__withdrawn_at=None)
    worth = Coalesce(F("evidence__company__mrr_minor"), 0)
    people = said.select_related("evidence__company", "feedback__contact", "feedback__company")
    return people.prefetch_related("feedback__pictures").annotate(worth=worth, heard_at=F("feedback__heard_at"))


def evidence_of(idea: Idea) -> QuerySet[Evidence]:
    """Return who needs an idea, to be ordered STRONGEST first: what stands, by what the company pays; then what was withdrawn."""
    # Of what stands there is always something behind it.
    rows = idea.evidence.filter(Q(withdrawn_at=None) | _something_behind()).select_related("company", "contact")
    pieces = EvidenceItem.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence").annotate(n=Count("pk"))
    of_withdrawn = DealMissing.objects.exclude(deal__withdrawn_at=None).filter(
        feedback__in=EvidenceItem.objects.filter(evidence=OuterRef(OuterRef("pk"))).values("feedback")
    )
    return rows.annotate(
        worth=Coalesce(F("company__mrr_minor"), 0),
        is_withdrawn=Case(When(withdrawn_at=None, then=Value(0)), default=Value(1)),
        # Counted for the rows that are shown only.
        pieces=Coalesce(Subquery(pieces.values("n")), 0),
        of_withdrawn_deal=Exists(of_withdrawn),
    )


def strongest_of(idea: Idea, *, limit: int) -> list[Evidence]:
    """Return the first of who needs an idea, STRONGEST first; where thousands do, who they were within the last minute."""
    rows = evidence_of(idea).order_by(*STRONGEST)
    if idea.need_count <= _MANY_ASK:
        return list(rows[:limit])
    # Thousands are sorted by their keys alone; what is shown of the first few is as it stands now.
    keys = remembered(
        f"strongest {limit} of {idea.pk}",
        lambda: list(rows.values_list("pk", flat=True)[:limit]),
        if_worth=lambda _keys: True,
    )
    return list(rows.filter(pk__in=keys))


def rows_in_all(idea: Idea) -> int:
    """Return how many need an idea or did: those that stand are counted on it."""
    return idea.need_count + idea.evidence.exclude(withdrawn_at=None).filter(_something_behind()).count()


def _something_behind() -> Exists:
    return Exists(EvidenceItem.objects.filter(evidence=OuterRef("pk")))


@dataclass(frozen=True)
class Asking:
    """How many companies of some stages ask, and what they pay a month."""

    companies: int = 0
    money: int = 0

    def __add__(self, other: "Asking") -> "Asking":
        return Asking(self.companies + other.companies, self.money + other.money)


@dataclass(frozen=True)
class WhoAsks:
    """Who asks for an idea and what they pay: content, at risk, gone, not customers yet; and whether it hangs on one of them."""

    paying: Asking
    at_risk: Asking
    left: Asking
    not_yet: Asking
    everyone: Share
    since: datetime | None
    largest: Company | None

    @property
    def of_paying(self) -> float:
        return self._part(self.paying)

    @property
    def of_at_risk(self) -> float:
        return self._part(self.at_risk)

    @property
    def of_left(self) -> float:
        return self._part(self.left)

    @property
    def of_not_yet(self) -> float:
        return self._part(self.not_yet)

    def _part(self, some: Asking) -> float:
        return some.money / self.everyone.money if self.everyone.money else 0

    @property
    def largest_share(self) -> float:
        """Return the part of the money that one company pays."""
        return self.largest.mrr_minor / self.everyone.money if self.largest and self.everyone.money else 0

    @property
    def is_one_customers_wish(self) -> bool:
        return self.largest_share > 0.5  # noqa: PLR2004 - more than all others together


_STAGES = {
    "paying": (Company.Stage.ACTIVE, Company.Stage.ONBOARDING, Company.Stage.RETURNED),
    "at_risk": (Company.Stage.AT_RISK,),
    "left": (Company.Stage.LOST,),
    "not_yet": (Company.Stage.PROSPECT, Company.Stage.TRIAL),
}


# Of so many, one more or less changes nothing that can be seen within a minute.
_MANY_COMPANIES, _MANY_ASK = 10_000, 2_000


def who_asks(idea: Idea) -> WhoAsks:
    """Return who asks for an idea and what they pay a month; where thousands ask, as it was within the last minute."""
    return remembered(
        f"who asks {idea.pk}", lambda: _who_asks(idea), if_worth=lambda _asks: idea.need_count > _MANY_ASK
    )


def _who_asks(idea: Idea) -> WhoAsks:
    standing = idea.evidence.standing()
    by_stage = {
        stage: (Asking(companies, money), first_at)
        for stage, companies, money, first_at in standing.order_by()
        .values("company__stage")
        .annotate(companies=Count("company"), money=Coalesce(Sum("company__mrr_minor"), 0), first=Min("first_at"))
        .values_list("company__stage", "companies", "money", "first")
    }
    largest = standing.exclude(company=None).select_related("company").order_by("-company__mrr_minor", "pk").first()
    every = all_companies()
    groups = {
        name: sum((by_stage[stage][0] for stage in stages if stage in by_stage), Asking())
        for name, stages in _STAGES.items()
    }
    total = sum(groups.values(), Asking())
    return WhoAsks(
        **groups,
        everyone=Share(total.companies, every["count"], total.money, every["money"]),
        since=min((first_at for _asking, first_at in by_stage.values()), default=None),
        largest=largest.company if largest else None,
    )


def all_companies() -> dict[str, int]:
    """Return how many companies there are and what they pay a month; of many, as it was within the last minute."""
    return remembered("all companies", _all_companies, if_worth=lambda all_: all_["count"] > _MANY_COMPANIES)


def _all_companies() -> dict[str, int]:
    return Company.objects.aggregate(count=Count("pk"), money=Coalesce(Sum("mrr_minor"), 0))
