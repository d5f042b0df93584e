"""The list of public ideas: wanted most, new, moving; by area; and what became of some of them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from wellheard.customers.models import Contact
from wellheard.decide.models import Board, Evidence, EvidenceItem, Idea
from wellheard.decide.suggestions import LEAST_ALIKE
from wellheard.foundation.paging import Page, page_of
from wellheard.foundation.remembering import remembered
from wellheard.understand import similar
from wellheard.web.portal.queries.quotes import Quote, best_quotes
from wellheard.web.portal.queries.texts import PublicText, texts_of
from wellheard.web.portal.queries.way import day
from wellheard.workspace.models import Area

PER_PAGE = 20
MOST_SIMILAR = 4
MOST_SAID = 3


# Ideas whose votes differ by less than a tenth, or by two, are wanted as much as each other: their order is chance.
NEARLY, FEWEST_APART = 0.9, 2

# One idea more or less of so many is seen a minute later.
_MANY = 2_000

# What is there blocks nobody any more.
THERE = (Idea.Status.SHIPPED, Idea.Status.ALREADY_POSSIBLE)


# What the list shows, is ordered by and finds the words of each idea with; the rest of it stays where it is.
_IN_LISTS = (
    "title",
    "public_text",
    "workaround",
    "language",
    "status",
    "area__name",
    "public_quote",
    "vote_count",
    "company_count",
    "comment_count",
    "created_at",
    "status_changed_at",
)


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
class Listed:
    """All that a list shows of an idea to a visitor: what is equal looks equal. Counts are shown to who has voted."""

    idea_id: int
    title: str
    title_language: str
    status: str
    area: str
    votes: int
    comments: int
    has_voted: bool
    quote: str
    quote_language: str
    is_own_quote: bool


@dataclass(frozen=True)
class Row:
    """An idea in a list, and what this visitor said of it."""

    idea: Idea
    listed: Listed
    importance: int | None = None
    needed_by: date | None = None

    @property
    def asks_how_much(self) -> bool:
        """Whether it can still block them."""
        return self.listed.has_voted and self.idea.status not in THERE


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
    title: str

    @property
    def since(self) -> str:
        return day(self.idea.status_changed_at)


def order_of(key: str) -> Order:
    """Return the order of this name; the first for any other."""
    return next((order for order in ORDERS if order.key == key), WANTED)


def ideas_page(
    *,
    order: Order,
    area: Area | None,
    board: Board | None = None,
    status: str,
    cursor: str,
    reader: Contact | None,
    shuffled_by: str = "",
) -> Page[Row]:
    """Return a page of the public ideas. `shuffled_by` names whoever looks, today: it decides the order of near-ties."""
    ideas = Idea.objects.visible_to(reader).select_related("area").only(*_IN_LISTS)
    if board is not None:
        ideas = ideas.filter(board=board)
    if area is not None:
        ideas = ideas.filter(area__in=within(area))
    if status:
        ideas = ideas.filter(status=status)
    if order is MOVING:
        ideas = ideas.exclude(status=Idea.Status.HEARD)
    page = page_of(ideas, order=order.columns, cursor=cursor, size=PER_PAGE)
    items = near_ties_shuffled(page.items, by=shuffled_by) if order is WANTED else page.items
    return Page(rows(items, reader=reader), page.next, page.is_first)


def near_ties_shuffled(ideas: Iterable[Idea], *, by: str) -> list[Idea]:
    """Return ideas in their order, those that nearly tie in an order of chance that stays the same for one visitor and day.

    What stands on top gets the next vote; so nothing is on top for a vote or two more.
    """
    runs: list[list[Idea]] = []
    for idea in ideas:
        most = runs[-1][0].vote_count if runs else 0
        if runs and (idea.vote_count >= most * NEARLY or most - idea.vote_count <= FEWEST_APART):
            runs[-1].append(idea)
        else:
            runs.append([idea])
    return [idea for run in runs for idea in sorted(run, key=lambda one: _lot(one, by))]


def _lot(idea: Idea, by: str) -> str:
    return hashlib.sha256(f"{by} {idea.pk}".encode()).hexdigest()


def rows(ideas: Iterable[Idea], *, reader: Contact | None) -> list[Row]:
    """Return ideas as this visitor sees them in a list, in a fixed number of queries."""
    listed = list(ideas)
    quotes = best_quotes(listed, reader=reader)
    voted = voted_for([idea.pk for idea in listed], reader=reader)
    texts = texts_of(listed)
    return [
        Row(
            idea,
            _listed(idea, texts[idea.pk], quotes.get(idea.pk), has_voted=idea.pk in voted),
            *voted.get(idea.pk, (None, None)),
        )
        for idea in listed
    ]


def _listed(idea: Idea, text: PublicText, quote: Quote | None, *, has_voted: bool) -> Listed:
    return Listed(
        idea_id=idea.pk,
        title=text.title,
        title_language=text.title_language,
        status=idea.status,
        area=idea.area.name if idea.area else "",
        votes=idea.vote_count,
        comments=idea.comment_count,
        has_voted=has_voted,
        quote=quote.words if quote else "",
        quote_language=quote.language if quote else "",
        is_own_quote=quote is not None and quote.is_own,
    )


def voted_for(idea_ids: Iterable[int], *, reader: Contact | None) -> dict[int, tuple[int | None, date | None]]:
    """Return the ideas this visitor voted for, each with how much they said it blocks them, and until when they need it."""
    if reader is None:
        return {}
    # The vote for an idea that was merged stands behind the one it is part of.
    votes = EvidenceItem.objects.filter(idea__in=list(idea_ids), vote__contact=reader)
    told = votes.values_list(
        "idea_id", *(f"evidence__{name}" for name in ("importance", "importance_set_by", "needed_by"))
    )
    return {
        idea_id: (importance if set_by == Evidence.SetBy.CUSTOMER else None, needed_by)
        for idea_id, importance, set_by, needed_by in told
    }


def similar_rows(words: str, *, reader: Contact | None) -> list[Row]:
    """Return public ideas that say nearly what somebody is typing, best first."""
    # Most of what is found may be private.
    found = [match.object_id for match in similar.find(words, kind="idea", limit=50) if match.score >= LEAST_ALIKE]
    public = Idea.objects.visible_to(reader).select_related("area").in_bulk(found)
    best = [public[idea_id] for idea_id in found if idea_id in public][:MOST_SIMILAR]
    return rows(best, reader=reader)


def area_counts(*, reader: Contact | None) -> tuple[tuple[AreaCount, ...], int]:
    """Return the areas of open public ideas with those of their parts, fullest first, and how many are open in all.

    Of thousands, those that everybody may see are as they were within the last minute.
    """
    if reader:
        return _area_counts(reader)
    return remembered("public areas", lambda: _area_counts(None), if_worth=lambda found: found[1] > _MANY)


def _area_counts(reader: Contact | None) -> tuple[tuple[AreaCount, ...], int]:
    own = dict(Idea.objects.visible_to(reader).open().values_list("area_id").annotate(count=Count("pk")).order_by())
    areas = {area.pk: area for area in Area.objects.only("name", "parent_id")}
    counts: dict[int, int] = {}
    for area_id, count in own.items():
        for above in _upwards(areas, area_id):
            counts[above] = counts.get(above, 0) + count
    found = [AreaCount(area_id, areas[area_id].name, count) for area_id, count in counts.items()]
    return tuple(sorted(found, key=lambda area: (-area.count, area.name))), sum(own.values())


def within(area: Area) -> set[int]:
    """Return an area and all its parts, however deep."""
    areas = {one.pk: one for one in Area.objects.only("parent_id")}
    return {area_id for area_id in areas if area.pk in _upwards(areas, area_id)}


def _upwards(areas: Mapping[int, Area], area_id: int | None) -> list[int]:
    """Return an area and those it is a part of."""
    way: list[int] = []
    while area_id and area_id not in way:
        way.append(area_id)
        area_id = areas[area_id].parent_id
    return way


def boards_of(reader: Contact | None) -> list[Board]:
    """Return the boards this visitor may see, in their order."""
    return list(Board.objects.visible_to(reader).in_order())


def said_and_done(*, among: int) -> list[Said]:
    """Return what shipped last of what somebody asked for in words that others may read.

    Among thousands of open ideas, what stood there within the last minute.
    """
    return remembered(f"said and done {get_language()}", _said_and_done, if_worth=lambda _found: among > _MANY)


def _said_and_done() -> list[Said]:
    shipped = Idea.objects.public().exclude(public_quote=None).filter(status=Idea.Status.SHIPPED)
    ideas = list(shipped.order_by("-status_changed_at", "-pk")[:MOST_SAID])
    quotes = best_quotes(ideas, reader=None)
    texts = texts_of(ideas)
    return [Said(quotes[idea.pk], idea, texts[idea.pk].title) for idea in ideas if idea.pk in quotes]
