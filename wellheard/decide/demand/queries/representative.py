"""How many of each tier, or of a segment, need an idea: who asked by themselves, and what a random sample said when asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from wellheard.customers.models import Company, Segment
from wellheard.decide.demand.believing import Belief, believed, over_all
from wellheard.decide.demand.models import NeedQuestion
from wellheard.decide.models import Evidence, Idea
from wellheard.listen.surveys.models import Question, QuestionKind, ResponseItem


@dataclass(frozen=True)
class Need:
    """One group of companies: how many there are, asked by themselves, were asked, said yes; and what to believe of them all."""

    name: str
    companies: int
    volunteered: int
    asked: int
    yes: int
    belief: Belief

    @property
    def low(self) -> float:
        return self.belief.interval.low

    @property
    def high(self) -> float:
        return self.belief.interval.high


@dataclass(frozen=True)
class Demand:
    """The groups, and all of them together; nothing of all where nobody was asked."""

    groups: list[Need]
    everybody: Belief | None

    @property
    def asked(self) -> int:
        return sum(group.asked for group in self.groups)

    @property
    def yes(self) -> int:
        return sum(group.yes for group in self.groups)


def demand_by_tier(idea: Idea) -> Demand | None:
    """Return how many companies of each tier need an idea; nothing until a sample was asked."""
    said = _answers(idea)
    if not said:
        return None
    sizes = _by_tier(Company.objects.filter(merged_into=None))
    asking = _by_tier(_volunteered(idea))
    names: dict[int | None, str] = dict(Company.objects.exclude(tier=None).values_list("tier", "tier__name").distinct())
    asked, yes = _counted(said)
    groups = [
        _need(str(names.get(tier, "")), size, asking.get(tier, 0), asked[tier], yes[tier])
        for tier, size in sorted(sizes.items(), key=lambda one: (one[0] is None, str(names.get(one[0], ""))))
    ]
    return Demand(groups, over_all([(group.belief, group.companies) for group in groups]))


def demand_in(idea: Idea, segment: Segment) -> Need:
    """Return how many companies of a saved segment need an idea, by those of them who were asked."""
    inside = set(segment.members.values_list("company", flat=True))
    said = [answer for company, _tier, answer in _answers(idea) if company in inside]
    asking = _volunteered(idea).filter(pk__in=segment.members.values("company")).count()
    return _need(segment.name, segment.company_count, asking, len(said), sum(said))


def _need(name: str, companies: int, volunteered: int, asked: int, yes: int) -> Need:
    belief = believed(volunteered=volunteered, companies=companies, asked=asked, yes=yes)
    return Need(name, companies, volunteered, asked, yes, belief)


def _volunteered(idea: Idea) -> QuerySet[Company]:
    needs = Evidence.objects.standing().filter(idea=idea).exclude(company=None)
    return Company.objects.filter(pk__in=needs.values("company"))


def _by_tier(companies: QuerySet[Company]) -> dict[int | None, int]:
    return dict(companies.order_by().values_list("tier").annotate(Count("pk")))


def _counted(said: Iterable[tuple[int, int | None, bool]]) -> tuple[dict[int | None, int], dict[int | None, int]]:
    asked: dict[int | None, int] = defaultdict(int)
    yes: dict[int | None, int] = defaultdict(int)
    for _company, tier, answer in said:
        asked[tier] += 1
        yes[tier] += answer
    return asked, yes


def _answers(idea: Idea) -> list[tuple[int, int | None, bool]]:
    """Return what companies of drawn samples said: company, its tier, and whether anybody of it said yes. Once each.

    Only answers to a wave: its people were drawn by chance. Whoever answers an open link chose to.
    """
    found: dict[int, tuple[int | None, bool]] = {}
    for link in NeedQuestion.objects.filter(idea=idea):
        items = ResponseItem.objects.filter(question=link.question_id, response__company__merged_into=None)
        drawn = items.exclude(response__wave=None).exclude(response__company=None)
        rows = drawn.values_list("response__company", "response__company__tier", "options")
        for company, tier, options in rows:
            earlier = found.get(company, (tier, False))[1]
            found[company] = (tier, earlier or bool(set(options) & set(link.yes)))
    return [(company, tier, answer) for company, (tier, answer) in sorted(found.items())]


def questions_to_link(*, limit: int = 30) -> list[Question]:
    """Return the newest questions of which one of several is chosen: those that can ask who needs an idea."""
    fitting = Question.objects.filter(kind=QuestionKind.CHOICE, retired_at=None).select_related("survey")
    return list(fitting.order_by("-survey__made_at", "position", "pk")[:limit])
