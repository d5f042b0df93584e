"""The list of public ideas: wanted most, new, moving; by area; and what became of some of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wellheard.customers.models import Contact
from wellheard.decide.models import Evidence, EvidenceItem, Idea, Vote
from wellheard.foundation.paging import Page, page_of
from wellheard.understand import similar
from wellheard.web.portal.queries.quotes import PUBLIC, Quote, best_quotes
from wellheard.web.portal.queries.way import day
from wellheard.workspace.models import Area

PER_PAGE = 20
MOST_SIMILAR = 4
# Fewer characters than this say nothing yet; two are a word in Chinese.
FEWEST_CHARACTERS = 2
# Below this the texts share a word by chance.
LEAST_ALIKE = 0.12


# What is there blocks nobody any more.
THERE = (Idea.Status.SHIPPED, Idea.Status.ALREADY_POSSIBLE)


@dataclass(frozen=True)
class Order:
    """A way to look at the list."""

    key: str
    name: str | Promise
    columns: tuple[str, ...]


WANTED = Order("wanted", gettext_lazy("Wanted most"), ("-vote_count", "-company_count", "-pk"))
NEW = Order("new", gettext_lazy("New"), ("-created_at", "-pk"))
MOVING = Order("moving", gettext_lazy("Moving"), ("-status_changed_at", "-pk"))
ORDERS = (WANTED, NEW, MOVING)


@dataclass(frozen=True)
class Row:
    """An idea as the list shows it to this visitor. Counts are shown to those who have voted only."""

    idea: Idea
    quote: Quote | None
    has_voted: bool
    importance: int | None = None

    @property
    def asks_how_much(self) -> bool:
        """Whether it can still block them."""
        return self.has_voted and self.idea.status not in THERE


@dataclass(frozen=True)
class AreaCount:
    """An area and its open ideas."""

    area_id: int
    name: str
    count: int


@dataclass(frozen=True)
class Said:
    """Something a customer asked for that is there now."""

    quote: Quote
    idea: Idea
    since: str


def order_of(key: str) -> Order:
    """Return the order of this name; the first for any other."""
    return next((order for order in ORDERS if order.key == key), WANTED)


def ideas_page(*, order: Order, area: Area | None, status: str, cursor: str, reader: Contact | None) -> Page[Row]:
    """Return a page of the public ideas."""
    ideas = Idea.objects.public().select_related("area")
    if area is not None:
        ideas = ideas.filter(area=area)
    if status:
        ideas = ideas.filter(status=status)
    if order is MOVING:
        ideas = ideas.exclude(status=Idea.Status.HEARD)
    page = page_of(ideas, order=order.columns, cursor=cursor, size=PER_PAGE)
    return Page(rows(page.items, reader=reader), page.next, page.is_first)


def rows(ideas: Iterable[Idea], *, reader: Contact | None) -> list[Row]:
    """Return ideas as this visitor sees them in a list, in a fixed number of queries."""
    listed = list(ideas)
    ids = [idea.pk for idea in listed]
    quotes = best_quotes(ids, reader=reader)
    voted = voted_for(ids, reader=reader)
    return [Row(idea, quotes.get(idea.pk), idea.pk in voted, voted.get(idea.pk)) for idea in listed]


def voted_for(idea_ids: Iterable[int], *, reader: Contact | None) -> dict[int, int | None]:
    """Return the ideas this visitor voted for, each with how much they said it blocks them."""
    if reader is None:
        return {}
    votes = Vote.objects.filter(idea__in=list(idea_ids), contact=reader)
    told = votes.values_list("idea_id", "item__evidence__importance", "item__evidence__importance_set_by")
    return {idea_id: importance if set_by == Evidence.SetBy.CUSTOMER else None for idea_id, importance, set_by in told}


def similar_rows(words: str, *, reader: Contact | None) -> list[Row]:
    """Return public ideas that say nearly what somebody is typing, best first."""
    if len(words) < FEWEST_CHARACTERS:
        return []
    # Most of what is found may be private.
    found = [match.object_id for match in similar.find(words, kind="idea", limit=50) if match.score >= LEAST_ALIKE]
    public = Idea.objects.public().select_related("area").in_bulk(found)
    best = [public[idea_id] for idea_id in found if idea_id in public][:MOST_SIMILAR]
    return rows(best, reader=reader)


def area_counts() -> list[AreaCount]:
    """Return the areas of open public ideas, fullest first; ideas without an area under the id 0, which is no area."""
    open_ideas = Idea.objects.public().open()
    counted = (
        open_ideas.values_list("area_id", "area__name").annotate(count=Count("pk")).order_by("-count", "area__name")
    )
    return [AreaCount(area_id or 0, name or "", count) for area_id, name, count in counted]


def said_and_done(*, most: int = 3) -> list[Said]:
    """Return what shipped last of what somebody asked for in words that others may read."""
    readable = EvidenceItem.objects.filter(PUBLIC, idea=OuterRef("pk"), evidence__withdrawn_at=None)
    shipped = Idea.objects.public().filter(Exists(readable), status=Idea.Status.SHIPPED)
    ideas = list(shipped.order_by("-status_changed_at", "-pk")[:most])
    quotes = best_quotes([idea.pk for idea in ideas], reader=None)
    return [Said(quotes[idea.pk], idea, day(idea.status_changed_at)) for idea in ideas if idea.pk in quotes]
