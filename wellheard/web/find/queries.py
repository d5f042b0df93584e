"""What the palette finds: places, things to do, what was said, and everything else that goes by some words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.paging import SIZE, Page, page_of
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.understand.queries import FEEDBACK
from wellheard.web.find.kinds import KINDS, Hit, Kind, Sought, passage
from wellheard.web.help.pages import pages_with
from wellheard.web.places import Place, every_place, open_to
from wellheard.workspace.models import Staff

MOST_PER_GROUP = 7
# Among them may be what no list shows: spam, and what was taken apart into quotes.
_LOOKED_AT = 3 * MOST_PER_GROUP


@dataclass(frozen=True)
class Group:
    """The first hits of one kind under their name, and where all are when there are more."""

    name: str | Promise
    hits: list[Hit]
    all_url: str = ""


ACTIONS = (
    Place("do.feedback", _("Write down what a customer said"), "feedback_new", "message-square-plus"),
    Place("do.idea", _("Write a new idea"), "idea_new", "lightbulb"),
    Place("do.release", _("Prepare a release"), "release_new", "package"),
    Place("do.article", _("Write an article"), "article_new", "book-open"),
    Place("do.segment", _("Make a segment"), "segment_new", "users"),
)


def find(words: str, *, staff: Staff) -> list[Group]:
    """Return what goes by these words among what this person may open; every place and action when there are no words."""
    groups = [
        Group(_("Do"), _named(words, open_to(staff, ACTIONS))),
        Group(_("Go to"), _named(words, open_to(staff, every_place()))),
    ]
    if words:
        sought = Sought(words)
        groups += [_said(words), *(_first(kind, sought) for kind in KINDS if staff.may(kind.needs)), _help(words)]
    return [group for group in groups if group.hits]


def all_of(kind: Kind, words: str, *, cursor: str, size: int = SIZE) -> Page[Hit]:
    """Return a page of everything of one kind that goes by these words."""
    rows = kind.rows(Sought(words))
    page = page_of(rows if words else rows.none(), order=kind.order, cursor=cursor, size=size)
    return Page([kind.hit(row, words) for row in page.items], page.next, page.is_first)


def _first(kind: Kind, sought: Sought) -> Group:
    found = list(kind.rows(sought).order_by(*kind.order)[: MOST_PER_GROUP + 1])
    url = _with(reverse("find_all", args=[kind.key]), sought.words) if len(found) > MOST_PER_GROUP else ""
    return Group(kind.name, [kind.hit(row, sought.words) for row in found[:MOST_PER_GROUP]], url)


def _named(words: str, places: list[Place]) -> list[Hit]:
    sought = words.casefold().split()
    return [
        Hit(place.name, place.url, place.icon)
        for place in places
        if all(word in str(place.name).casefold() for word in sought)
    ]


def _said(words: str) -> Group:
    """Return what customers said that holds all these words in any of their forms, each with the passage around one."""
    found = [match.object_id for match in similar.search(words, kind=FEEDBACK, limit=_LOOKED_AT)]
    rows = Feedback.objects.counted().select_related("company").in_bulk(found) if found else {}
    hits = [
        Hit(passage(rows[pk].words, words), reverse("feedback", args=[pk]), "quote", str(rows[pk].company or ""))
        for pk in found
        if pk in rows
    ][: MOST_PER_GROUP + 1]
    # Their list searches by the same words, and can be narrowed and exported.
    url = _with(reverse("feedback_list"), words) if len(hits) > MOST_PER_GROUP else ""
    return Group(_("Said"), hits[:MOST_PER_GROUP], url)


def _help(words: str) -> Group:
    found = pages_with(words)[:MOST_PER_GROUP]
    return Group(_("Help"), [Hit(page.title, page.url, "life-buoy", line) for page, line in found])


def _with(url: str, words: str) -> str:
    return f"{url}?{urlencode({'q': words})}"
