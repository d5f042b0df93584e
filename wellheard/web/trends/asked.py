"""The lists of what people ask for though it exists, and of what confuses them: with ideas, changes and what would help."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.customers.segments.among import Among
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.decide.suggestions import articles_that_explain
from wellheard.deliver.models import ReleasedIdea
from wellheard.foundation import clock
from wellheard.listen.articles.models import Article, ArticleText, ArticleVersion
from wellheard.listen.articles.queries import texts_for
from wellheard.understand.trends.queries.asked import (
    COMPARED_DAYS,
    Asked,
    DailyCounts,
    asked_of,
    examples_in,
)
from wellheard.understand.trends.queries.behind import Thing
from wellheard.understand.trends.queries.things import bounds
from wellheard.understand.trends.queries.timeline import Period
from wellheard.understand.trends.statistics.slopes import Change
from wellheard.web.trends.chart import BeforeAfter, before_after
from wellheard.web.trends.words import share, times
from wellheard.workspace.models import Area, Category

MOST_IDEAS, MOST_ARTICLES, MOST_CHANGES = 3, 4, 3
# Below this two texts may share a word or two by chance: too little to say of an article that it is the answer.
SURELY_ALIKE = 0.25


@dataclass(frozen=True)
class Matter:
    """One of the two lists: the category it is about, and how it speaks."""

    key: str
    title: str | Promise
    meaning: str | Promise


MATTERS = {
    matter.key: matter
    for matter in (
        Matter(
            "did-not-know",
            gettext_lazy("Features people ask for that exist"),
            gettext_lazy("Each of these is there already, and somebody did not find it: an article, a hint or a better "
            "name costs less than building it again."),
        ),
        Matter(
            "confusion",
            gettext_lazy("What people do not understand"),
            gettext_lazy("They found it and could not make sense of it: words, order or a missing explanation."),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """Something that changed in an area, and what it did to how often people say this."""

    name: str
    url_name: str
    key: int
    on: date
    change: Change | None
    weeks: tuple[list[int], list[int]]

    @property
    def is_article(self) -> bool:
        """Whether an article was published, and no release: both may have one name."""
        return self.url_name != "release"

    @property
    def chart(self) -> BeforeAfter | None:
        """The weeks before and after it; None while there is nothing to compare."""
        return before_after(*self.weeks) if self.change else None

    @property
    def sentence(self) -> str:
        """Say honestly whether it changed anything."""
        change = self.change
        if change is None:
            return _("Too early to say whether it changed anything.")
        if not change.is_real:
            return _("No real change since: between %(low)s and %(high)s of what it was.") % {
                "low": share(change.low),
                "high": share(change.high),
            }
        if change.ratio < 1:
            return _("Said less since: %(share)s of what it was, surely less than %(high)s.") % {
                "share": share(change.ratio),
                "high": share(change.high),
            }
        return _("Said more since: %(times)s times what it was, surely more than %(low)s times.") % {
            "times": times(change.ratio),
            "low": times(change.low),
        }

    @property
    def tone(self) -> str:
        if self.change is None or not self.change.is_real:
            return ""
        return "good" if self.change.ratio < 1 else "warn"


@dataclass(frozen=True)
class Explained:
    """An article that would help, and whether it says what they said, or only belongs to the area."""

    text: ArticleText
    says_the_same: bool


@dataclass(frozen=True)
class Group:
    """One area of a list."""

    area: Area
    asked: Asked
    examples: list[Thing]
    ideas: list[tuple[Idea, int]]
    articles: list[Explained]
    changes: list[Changed]


class AskedList:
    """A list with everything its page shows, read in a fixed number of queries."""

    def __init__(self, matter: Matter, period: Period, among: Among | None) -> None:
        self.matter, self.period, self.among = matter, period, among
        self.category = Category.objects.filter(key=matter.key).first()
        self.groups = self._groups(self.category.pk) if self.category else []

    @property
    def total(self) -> int:
        return sum(group.asked.count for group in self.groups)

    @property
    def finding(self) -> str:
        """Return what the list found, as a title."""
        if not self.groups:
            return str(self.matter.title)
        first = self.groups[0]
        values = {"n": self.total, "area": first.area}
        if self.matter.key == "did-not-know":
            text = ngettext(
                "%(n)d time somebody asked for what exists, most of all in %(area)s",
                "%(n)d times somebody asked for what exists, most of all in %(area)s",
                self.total,
            )
        else:
            text = ngettext(
                "%(n)d time somebody was confused, most of all by %(area)s",
                "%(n)d times somebody was confused, most of all by %(area)s",
                self.total,
            )
        return text % values

    def _groups(self, category_id: int) -> list[Group]:
        asked = asked_of(category_id, self.period.first, self.period.last, among=self.among)
        areas = Area.objects.select_related("team").in_bulk([one.area_id for one in asked])
        examples = examples_in(areas, category_id, self.period.last, among=self.among)
        ideas = _ideas_of(areas, category_id, self.period, self.among)
        articles = _articles_of(areas, examples)
        changes = _changes_of(areas, category_id, self.among)
        return [
            Group(
                areas[one.area_id],
                one,
                examples.get(one.area_id, []),
                ideas.get(one.area_id, [])[:MOST_IDEAS],
                articles.get(one.area_id, []),
                changes.get(one.area_id, [])[:MOST_CHANGES],
            )
            for one in asked
            if one.area_id in areas
        ]


def changes_of_release(
    release_id: int, published_at: datetime, areas: Collection[Area]
) -> list[tuple[Matter, Changed]]:
    """Return what a release did to how often its areas confused people, or had what they did not know of; none of the others."""
    on, today = clock.day_of(published_at), clock.today()
    keys = dict(Category.objects.filter(key__in=MATTERS).values_list("key", "pk")) if areas else {}
    found = []
    for key, category_id in sorted(keys.items()):
        counts = DailyCounts(category_id, on - timedelta(days=COMPARED_DAYS), today)
        for area in areas:
            weeks = counts.weeks(area.pk, on)
            if any(map(sum, weeks)):
                changed = Changed(str(area), "release", release_id, on, counts.change(area.pk, on), weeks)
                found.append((MATTERS[key], changed))
    return found


def _ideas_of(
    areas: Collection[int], category_id: int, period: Period, among: Among | None
) -> dict[int, list[tuple[Idea, int]]]:
    """Return the ideas that what was said of each area is evidence for, the most often first."""
    said = EvidenceItem.objects.filter(
        feedback__category=category_id,
        feedback__area__in=list(areas),
        feedback__heard_at__gte=clock.now() - timedelta(days=period.steps * period.length),
    )
    if among:
        said = said.filter(feedback__company__in=among.companies)
    counted = said.values_list("feedback__area", "idea").annotate(many=Count("feedback"))
    rows = list(counted.order_by("-many", "idea"))
    there = Idea.objects.in_bulk({pk for _area, pk, _many in rows})
    found: dict[int, list[tuple[Idea, int]]] = defaultdict(list)
    for area, pk, many in rows:
        found[area].append((there[pk], many))
    return found


def _articles_of(areas: Collection[int], examples: dict[int, list[Thing]]) -> dict[int, list[Explained]]:
    """Return what explains each area: what surely says what its examples ask, then what is written about it and helped most."""
    scores = _scores_of(examples)
    written: dict[int, list[int]] = defaultdict(list)
    about = Article.objects.published().filter(area__in=list(areas)).order_by("-helpful_count", "pk")
    for article, area in about.values_list("pk", "area"):
        written[area or 0].append(article)
    chosen: dict[int, list[int]] = {}
    for area in areas:
        found = scores[area]
        same = sorted((pk for pk in found if found[pk] >= SURELY_ALIKE), key=lambda pk: (-found[pk], pk))
        own = sorted((pk for pk in written[area] if pk not in same), key=lambda pk: -found.get(pk, 0.0))
        chosen[area] = [*same, *own][:MOST_ARTICLES]
    texts = texts_for({pk for there in chosen.values() for pk in there})
    return {
        area: [Explained(texts[pk], scores[area].get(pk, 0.0) >= SURELY_ALIKE) for pk in there if pk in texts]
        for area, there in chosen.items()
    }


def _scores_of(examples: dict[int, list[Thing]]) -> dict[int, dict[int, float]]:
    """Return for each area how much articles say the same as any of its examples."""
    said = [(area, thing.words) for area, things in examples.items() for thing in things]
    scores: dict[int, dict[int, float]] = defaultdict(dict)
    for (area, _words), matches in zip(said, articles_that_explain([words for _area, words in said]), strict=True):
        for article, score in matches.items():
            scores[area][article] = max(score, scores[area].get(article, 0.0))
    return scores


def _changes_of(areas: Collection[int], category_id: int, among: Among | None) -> dict[int, list[Changed]]:
    """Return the releases and articles of each area in the last half year, the newest first, and what each changed."""
    today = clock.today()
    since = today - timedelta(days=26 * 7)
    counts = DailyCounts(category_id, since - timedelta(days=COMPARED_DAYS), today, among=among)
    begins = bounds(since, today)["begins"]
    shipped = ReleasedIdea.objects.filter(release__published_at__gte=begins, idea__area__in=list(areas))
    released = shipped.values_list("release__published_at", "idea__area", "release", "release__title")
    versions = ArticleVersion.objects.filter(published_at__gte=begins, article__area__in=list(areas))
    written = versions.values_list("published_at", "article__area", "article", "title").order_by("published_at", "pk")
    known = [*((*row, "release") for row in set(released)), *((*row, "article") for row in written)]
    found: dict[int, list[Changed]] = defaultdict(list)
    seen: set[tuple[int, str, int, date]] = set()
    for at, area, key, title, url_name in sorted(known, key=itemgetter(0), reverse=True):
        on = localtime(at, clock.zone()).date()
        # An article in several languages is one change.
        if (area, url_name, key, on) in seen:
            continue
        seen.add((area, url_name, key, on))
        found[area].append(Changed(title, url_name, key, on, counts.change(area, on), counts.weeks(area, on)))
    return found
