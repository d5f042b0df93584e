"""What the ratings say, once they are open: how far opinions are apart, what fits into the room there is, what falls out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wellheard.decide.models import Idea
from wellheard.decide.reviews.models import Expectation, Rating, Review, ReviewItem, Verdict

FAR, SOME = 3, 2
# From here on the ratings speak for an idea.
WORTHWHILE = 3


@dataclass(frozen=True)
class Point:
    """What one department gave: the mean of its raters, on the scale of one to five."""

    department: str
    value: float


@dataclass
class Opinion:
    """What the ratings say of one idea. Weeks are of work; none while nobody estimated them."""

    item: ReviewItem
    points: list[Point] = field(default_factory=list)
    low: Decimal | None = None
    weeks: Decimal | None = None
    high: Decimal | None = None
    crosses: bool = False
    fits: bool = False

    @property
    def mean(self) -> float | None:
        """The mean of the departments: a large department does not outvote a small one."""
        return sum(point.value for point in self.points) / len(self.points) if self.points else None

    @property
    def spread(self) -> float:
        """How far the highest department is from the lowest."""
        values = [point.value for point in self.points]
        return max(values) - min(values) if values else 0

    @property
    def distance(self) -> str:
        """far, some, or agreed; nothing where nobody rated."""
        if not self.points:
            return ""
        return "far" if self.spread >= FAR else "some" if self.spread >= SOME else "agreed"

    @property
    def speaks_for_it(self) -> bool | None:
        """Whether the ratings say yes: worthwhile, and within the room there is. None where nobody rated."""
        return None if self.mean is None else self.mean >= WORTHWHILE and self.fits

    @property
    def verdict(self) -> Verdict | None:
        return getattr(self.item, "verdict", None)

    @property
    def needs(self) -> Decimal:
        """Weeks it takes of the room; what nobody estimated takes none."""
        return self.weeks or Decimal(0)


@dataclass(frozen=True)
class Taken:
    """A piece of the capacity line: work on its way, or decided here. No idea for what is not an idea."""

    idea: Idea | None
    weeks: Decimal


@dataclass(frozen=True)
class Room:
    """How much room there is until a day, and what takes it, in weeks of work."""

    capacity: Decimal
    pieces: tuple[Taken, ...]

    @property
    def taken(self) -> Decimal:
        return sum((piece.weeks for piece in self.pieces), Decimal(0))

    @property
    def left(self) -> Decimal:
        return self.capacity - self.taken


def opinions_of(review: Review) -> list[Opinion]:
    """Return what the ratings say of each idea, in the order of the table. Nothing of them before they are revealed."""
    items = review.items.select_related("idea__owner", "verdict__decided_by", "verdict__owner", "verdict__expectation")
    opinions = {item.pk: Opinion(item) for item in items.order_by("position", "pk")}
    if review.is_revealed:
        _read(review, opinions)
        _weigh(review, list(opinions.values()))
    return list(opinions.values())


def agenda_of(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Return ideas in the order in which to talk: where the difference decides what fits, then the most disputed."""
    return sorted(opinions, key=lambda one: (not one.crosses, -one.spread, -(one.mean or 0), one.item.pk))


def room_of(review: Review, opinions: Iterable[Opinion]) -> Room:
    """Return the room there is: what is taken anyway, what earlier meetings accepted and is under way, what this one did."""
    pieces = [Taken(None, review.taken_weeks)] if review.taken_weeks else []
    pieces += _under_way(review)
    for one in opinions:
        if one.verdict and one.verdict.outcome == Verdict.Outcome.ACCEPT:
            pieces.append(Taken(one.item.idea, one.needs))
    return Room(review.capacity_weeks, tuple(pieces))


def falls_out(chosen: Opinion, opinions: Sequence[Opinion], room: Room) -> list[Opinion]:
    """Return what would have fitted and does not any more when this one is accepted, the best rated first."""
    open_ones = [one for one in opinions if one.verdict is None]
    before = {one.item.pk for one in _fitting(open_ones, room.left)}
    others = [one for one in open_ones if one is not chosen]
    after = {one.item.pk for one in _fitting(others, room.left - chosen.needs)}
    return [one for one in _best_first(others) if one.item.pk in before - after]


def estimates_of(item_ids: Iterable[int]) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    """Return the low, likely and high weeks of items whose ratings are open: the means of who estimated them."""
    given: dict[int, list[Rating]] = defaultdict(list)
    for rating in Rating.objects.revealed().filter(item__in=list(item_ids), likely_weeks__isnull=False):
        given[rating.item_id].append(rating)
    names = ("low_weeks", "likely_weeks", "high_weeks")
    return {
        item: tuple(_mean([getattr(rating, name) for rating in ratings]) for name in names)  # type: ignore[misc]
        for item, ratings in given.items()
    }


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1"))


def _read(review: Review, opinions: dict[int, Opinion]) -> None:
    """Fill in points and weeks; of several questions on the scale a department's mean counts."""
    given: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = Rating.objects.revealed().filter(item__review=review, value__isnull=False)
    for item_id, department, value in rows.values_list("item_id", "attendee__department", "value"):
        if value is not None:
            given[item_id][department].append(value)
    for item_id, departments in given.items():
        opinions[item_id].points = [Point(name, sum(all_) / len(all_)) for name, all_ in sorted(departments.items())]
    for item_id, (low, likely, high) in estimates_of(opinions).items():
        one = opinions[item_id]
        one.low, one.weeks, one.high = low, likely, high


def _weigh(review: Review, opinions: list[Opinion]) -> None:
    """Say what fits into the room when the best rated come first, and where a difference of opinions decides about it."""
    undecided = [one for one in opinions if one.verdict is None]
    left = room_of(review, opinions).left + sum((one.needs for one in opinions if _is_accepted(one)), Decimal(0))
    fitting = _fitting(opinions, left)
    inside = {one.item.pk for one in fitting}
    for one in opinions:
        one.fits = one.item.pk in inside
    out = [one.mean for one in opinions if not one.fits and one.mean is not None]
    highest_out, lowest_in = max(out, default=None), min((one.mean or 0 for one in fitting), default=None)
    for one in undecided:
        values = [point.value for point in one.points]
        if not values or highest_out is None or lowest_in is None:
            continue
        one.crosses = min(values) < highest_out if one.fits else max(values) > lowest_in


def _is_accepted(one: Opinion) -> bool:
    return one.verdict is not None and one.verdict.outcome == Verdict.Outcome.ACCEPT


def _best_first(opinions: Iterable[Opinion]) -> list[Opinion]:
    return sorted(opinions, key=lambda one: (-(one.mean or 0), one.needs, one.item.pk))


def _fitting(opinions: Iterable[Opinion], left: Decimal) -> list[Opinion]:
    """Return what fits when the best rated come first; a smaller one may still fit behind one that does not."""
    inside = []
    for one in _best_first(opinions):
        if one.needs <= left:
            inside.append(one)
            left -= one.needs
    return inside


def _under_way(review: Review) -> list[Taken]:
    """Return what earlier meetings accepted, each idea once, by its latest estimate. What lies on this table is decided anew."""
    busy = (Idea.Status.PLANNED, Idea.Status.BUILDING, Idea.Status.BETA)
    accepted = Expectation.objects.filter(shipped_on=None, idea__status__in=busy)
    elsewhere = accepted.exclude(idea__in=review.items.values("idea"))
    rows = list(elsewhere.select_related("idea", "verdict").order_by("pk"))
    weeks = estimates_of(row.verdict.item_id for row in rows)
    latest = {
        row.idea_id: Taken(row.idea, weeks[row.verdict.item_id][1]) for row in rows if row.verdict.item_id in weeks
    }
    return list(latest.values())


def money_of(item: ReviewItem) -> dict[str, Any]:
    """Return what hangs on an idea as it was frozen: companies, and the kinds of money apart, because none adds to another.

    `largest_share` is how much of what is paid one company pays, where that is more than half.
    """
    snapshot = item.snapshot or {}
    money, counts = snapshot.get("money", {}), snapshot.get("counts", {})
    kinds = ("mrr_minor", "risk_minor", "lost_deals_minor", "pipeline_minor")
    paying, largest = money.get("mrr_minor", 0), money.get("largest_minor", 0)
    return {name: money.get(name, 0) for name in kinds} | {
        "companies": counts.get("company_count", 0),
        "largest_share": largest / paying if 2 * largest > paying and counts.get("company_count", 0) > 1 else None,
    }
