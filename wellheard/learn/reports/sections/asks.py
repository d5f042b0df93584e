"""Who asked for which idea in some days, with what they pay and how much they need it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet

from wellheard.decide.models import EvidenceItem
from wellheard.learn.figures import Stretch


@dataclass
class Asked:
    """One company's wish: what it pays a month, how much it needs it (None: it did not say), its tier and trade."""

    mrr: int
    importance: int | None
    tier: str
    trade: str

    @property
    def weight(self) -> int:
        """How much it needs it: 3 cannot work without, 2 important, 1 nice to have, or it did not say."""
        return self.importance or 1


@dataclass
class Wish:
    """What was asked of one idea: how often, by which companies, and by how many voices without a company."""

    idea: int
    said: int = 0
    companies: dict[int, Asked] = field(default_factory=dict)
    others: int = 0

    @property
    def mrr(self) -> int:
        return sum(one.mrr for one in self.companies.values())

    @property
    def largest(self) -> int:
        """What the company among them that pays most pays."""
        return max((one.mrr for one in self.companies.values()), default=0)

    @cached_property
    def severity(self) -> tuple[int, int, int, int]:
        """The one order: what they pay times how much they need it; then need, voices, and the older idea first."""
        money = sum(one.mrr * one.weight for one in self.companies.values())
        return money, sum(one.weight for one in self.companies.values()), self.said, -self.idea

    @property
    def cannot_work(self) -> int:
        return sum(one.importance == 3 for one in self.companies.values())  # noqa: PLR2004 - cannot work without

    @property
    def weighed(self) -> list[int]:
        """How much they need it, of those who said."""
        return [one.importance for one in self.companies.values() if one.importance]

    def spread(self, part: str) -> dict[str, int]:
        """Return how many of the companies are of each tier, or of each trade; without a name those of none."""
        counts = Counter(str(getattr(one, part)) for one in self.companies.values())
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def wishes(stretch: Stretch) -> list[Wish]:
    """Return every idea anybody asked for in these days, the severest first."""
    found: dict[int, Wish] = defaultdict(lambda: Wish(0))
    for idea, company, mrr, importance, tier, trade in _rows(stretch):
        wish = found[idea]
        wish.idea, wish.said = idea, wish.said + 1
        if company:
            wish.companies[company] = Asked(mrr or 0, importance, tier or "", trade or "")
        else:
            wish.others += 1
    return sorted(found.values(), key=lambda wish: wish.severity, reverse=True)


def asking(idea: int, stretch: Stretch) -> set[int]:
    """Return the companies that asked for an idea in these days: those a wish counts."""
    rows = items(stretch).filter(idea=idea).exclude(evidence__company=None).order_by()
    return {pk for pk in rows.values_list("evidence__company_id", flat=True) if pk}


def items(stretch: Stretch) -> QuerySet[EvidenceItem]:
    """Return what was said and voted in these days for ideas: each piece a wish counts, once."""
    said = Q(feedback__heard_at__gte=stretch.begins, feedback__heard_at__lt=stretch.ends, feedback__set_aside_at=None)
    voted = Q(vote__voted_at__gte=stretch.begins, vote__voted_at__lt=stretch.ends)
    return EvidenceItem.objects.filter(said | voted, evidence__withdrawn_at=None, idea__merged_into=None)


def _rows(stretch: Stretch) -> "Iterable[tuple[int, int | None, int | None, int | None, str | None, str | None]]":
    rows = items(stretch)
    columns = ("idea_id", "evidence__company_id", "evidence__company__mrr_minor", "evidence__importance")
    more = ("evidence__company__tier__name", "evidence__company__industry")
    return rows.order_by("pk").values_list(*columns, *more).iterator(chunk_size=5000)
