"""What the pages of trends show, read in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial

from django.utils.translation import gettext as _

from wellheard.customers.segments.among import Among
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Import
from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.behind import Behind, Thing, examples_of, tiers_of
from wellheard.understand.trends.queries.series import Cell, cells
from wellheard.understand.trends.queries.steady import Steady, steady_trends
from wellheard.understand.trends.queries.subjects import Names, Subject
from wellheard.understand.trends.queries.timeline import Period, Step, timeline
from wellheard.understand.trends.queries.unusual import LOOKED_AT
from wellheard.web.trends import words
from wellheard.web.trends.chart import Chart, Noted, chart_of
from wellheard.workspace.models import Area, Category, Tier

MOST_AREAS, MOST_SPIKES, MOST_NOTED = 30, 40, 12
_TAGS_CHANGED = ("area.edited", "area.removed", "category.edited", "category.removed")
# A release so shortly before may be why.
BLAMED = timedelta(days=7)
# From this share of the most on, a cell is so deep.
_DEPTHS = ((0.75, "h5"), (0.45, "h4"), (0.25, "h3"), (0.1, "h2"), (0.0, "h1"))
_MOSTLY = 0.8


@dataclass(frozen=True)
class HeatCell:
    """One area and category: how often, how deep its colour, and whether it left its usual."""

    area: Area
    category: Category | None
    count: int
    depth: str
    is_unusual: bool


@dataclass(frozen=True)
class HeatRow:
    """One area with its categories and their sum."""

    area: Area
    cells: list[HeatCell]
    total: HeatCell


@dataclass(frozen=True)
class Heat:
    """The table of areas and categories, the area with most of all first; `rest` areas did not fit."""

    categories: list[Category]
    rows: list[HeatRow]
    total: int
    confirmed: int
    unfiled: int
    rest: int

    @property
    def confirmed_share(self) -> float:
        return self.confirmed / self.total if self.total else 0.0


@dataclass(frozen=True)
class Named:
    """A spike, what it is about, and the finding in it."""

    spike: Spike
    name: str
    finding: str
    usual: str


class Overview:
    """Everything the page of trends shows."""

    def __init__(self, period: Period, among: Among | None) -> None:
        self.period, self.among = period, among

    @cached_property
    def heat(self) -> Heat:
        counted = cells(self.period.first, self.period.last, among=self.among)
        unusual = {words.subject_of(spike) for spike in self._spikes if spike.muted_at is None}
        return heat_of(counted, Area.objects.in_bulk(), list(Category.objects.in_order()), unusual)

    @cached_property
    def steps(self) -> list[Step]:
        return timeline(self.period, among=self.among)

    @cached_property
    def chart(self) -> Chart:
        """The line, with a mark for every spike of the period; of several about one step the least likely."""
        first: dict[int, Noted] = {}
        for spike in sorted(self._spikes, key=_most_telling_first):
            step = self.period.step_of(clock.day_of(spike.began_at))
            if self.names.knows(words.subject_of(spike)):
                first.setdefault(step, Noted(step, self.names.name(words.subject_of(spike))))
        return chart_of(self.period, self.steps, first.values())

    @cached_property
    def open(self) -> list[Named]:
        """What is unusual now and nobody expected, the least likely first; a pair or an area says more than the total."""
        now = [spike for spike in self._spikes if spike.state == Spike.State.OPEN]
        return self._named(sorted(now, key=_most_telling_first))

    @cached_property
    def past(self) -> list[Named]:
        """What was unusual in the period, or is expected, the newest first."""
        return self._named(spike for spike in self._spikes if spike.state != Spike.State.OPEN)[:10]

    @cached_property
    def steady(self) -> list[Steady]:
        return [one for one in steady_trends(self.period, among=self.among) if self.names.knows(one.subject)]

    @cached_property
    def names(self) -> Names:
        areas = {area.pk: area for area in Area.objects.select_related("team")}
        categories = {category.pk: category for category in Category.objects.all()}
        return Names(areas, categories, Tier.objects.in_bulk())

    @cached_property
    def releases(self) -> list[Release]:
        """What was released in the period."""
        begins = clock.now() - timedelta(days=self.period.steps * self.period.length)
        return list(Release.objects.published().filter(published_at__gte=begins).order_by("-published_at")[:MOST_NOTED])

    @cached_property
    def imports(self) -> list[Import]:
        """What was brought in by the file in the period: it counts with its own dates and is no spike."""
        begins = clock.now() - timedelta(days=self.period.steps * self.period.length)
        kinds = (Import.Kind.FEEDBACK, Import.Kind.CONVERSATIONS)
        brought = Import.objects.filter(kind__in=kinds, state=Import.State.DONE, started_at__gte=begins)
        return list(brought.newest_first()[:MOST_NOTED])

    @cached_property
    def renamed(self) -> list[tuple[str, datetime]]:
        """The areas and categories that were edited or removed in the period: what was filed under them moved along."""
        begins = clock.now() - timedelta(days=self.period.steps * self.period.length)
        facts = Fact.objects.filter(name__in=_TAGS_CHANGED, happened_at__gte=begins).order_by("-happened_at")
        rows = facts.values_list("subject_type", "subject_id", "happened_at")[:MOST_NOTED]
        kinds: dict[str, Mapping[int, object]] = {"area": self.names.areas, "category": self.names.categories}
        return [(str(kinds[kind].get(key, _("one that was removed"))), at) for kind, key, at in rows]

    @cached_property
    def _spikes(self) -> list[Spike]:
        begins = clock.now() - timedelta(days=self.period.steps * self.period.length)
        lately = Spike.objects.filter(began_at__gte=begins) | Spike.objects.going_on()
        return list(lately.newest_first()[:MOST_SPIKES])

    def _named(self, spikes: Iterable[Spike]) -> list[Named]:
        return [named(spike, self.names) for spike in spikes if self.names.knows(words.subject_of(spike))]


@dataclass(frozen=True)
class BehindTheMark:
    """What was said in the day of a spike, and what it has in common."""

    spike: Spike
    examples: list[Thing]
    release: Release | None
    tier: Tier | None
    tier_count: int


def behind_the_mark(spike: Spike, names: Names) -> BehindTheMark:
    """Return some quotes of a spike, a release shortly before it, and the tier most of them come from."""
    behind = things_of(spike)
    release = (
        Release.objects.published()
        .filter(published_at__lte=spike.began_at, published_at__gte=spike.began_at - BLAMED)
        .newest_first()
        .first()
    )
    counts = tiers_of(behind)
    tier, most = max(counts.items(), key=lambda item: item[1], default=(None, 0))
    is_telling = len(names.tiers) > 1 and tier in names.tiers and most >= _MOSTLY * sum(counts.values())
    return BehindTheMark(spike, examples_of(behind), release, names.tiers[tier or 0] if is_telling else None, most)


def things_of(spike: Spike) -> Behind:
    """Return which things a spike counted when it was last seen."""
    return Behind(spike.seen_at - LOOKED_AT, spike.seen_at, words.subject_of(spike))


def named(spike: Spike, names: Names) -> Named:
    """Return a spike with its words."""
    return Named(
        spike, words.name_of(words.subject_of(spike), names), words.finding(spike, names), words.usual_of(spike)
    )


def heat_of(
    counted: dict[tuple[int, int], Cell], areas: dict[int, Area], categories: Sequence[Category], unusual: set[Subject]
) -> Heat:
    """Lay out what was counted of areas and categories; what nobody filed yet is only told beside the table."""
    filed = {pair: cell.count for pair, cell in counted.items() if pair[0] in areas}
    totals: dict[int, int] = {}
    for (area, _category), count in filed.items():
        totals[area] = totals.get(area, 0) + count
    shown = sorted(totals, key=lambda area: (-totals[area], areas[area].name))[:MOST_AREAS]
    used = [one for one in categories if any((area, one.pk) in filed for area in shown)]
    most = max(filed.values(), default=0)
    marked = {(subject.area, subject.category) for subject in unusual}
    lay_out = partial(_heat_row, counts=filed, most=most, marked=marked)
    return Heat(
        used,
        [lay_out(areas[area], used, total=totals[area]) for area in shown],
        sum(cell.count for cell in counted.values()),
        sum(cell.confirmed for cell in counted.values()),
        sum(cell.count for (area, _category), cell in counted.items() if area not in areas),
        len(totals) - len(shown),
    )


def _heat_row(
    area: Area,
    categories: Sequence[Category],
    *,
    counts: dict[tuple[int, int], int],
    total: int,
    most: int,
    marked: set[tuple[int | None, int | None]],
) -> HeatRow:
    row = []
    for category in categories:
        count = counts.get((area.pk, category.pk), 0)
        row.append(HeatCell(area, category, count, _depth(count, most), (area.pk, category.pk) in marked))
    return HeatRow(area, row, HeatCell(area, None, total, "total", (area.pk, None) in marked))


def _depth(count: int, most: int) -> str:
    return next(name for least, name in _DEPTHS if count > least * most) if count else "h0"


def _most_telling_first(spike: Spike) -> tuple[bool, float, int]:
    """Order spikes by how much each says: what is named before everything together, then the least likely."""
    return (not spike.area_id and not spike.category_id, spike.chance, spike.pk)
