"""What the board's address says: which ideas, of whose wishes, in which order, with which columns."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict  # noqa: TID251 - an address is read here
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.customers.models import Segment
from wellheard.customers.segments.rules import RuleError, clean_rule, describe
from wellheard.decide.models import Idea
from wellheard.decide.queries import COUNTERS, WORTH, Choice, kept_ranking
from wellheard.foundation.text.clean import clean_line
from wellheard.web.ideas.keys import key_of
from wellheard.workspace.models import Area, Staff

LONGEST = 100
LONGEST_RULE = 2000
MINE, NOBODYS = "me", "none"

# What the board can show of an idea beside its place and title; the first letters of an address say which.
COLUMNS: dict[str, Any] = {
    "status": gettext_lazy("Status"),
    "owner": gettext_lazy("Owner"),
    "companies": gettext_lazy("Companies"),
    "people": gettext_lazy("People"),
    "votes": gettext_lazy("Votes"),
    "money": gettext_lazy("They pay"),
    "worth": gettext_lazy("Pay × need"),
    "risk": gettext_lazy("At risk"),
    "lost": gettext_lazy("Lost"),
    "lost_deals": gettext_lazy("Lost deals"),
    "pipeline": gettext_lazy("Blocked pipeline"),
    "expansion": gettext_lazy("Expansion"),
    "largest": gettext_lazy("Largest"),
    "year": gettext_lazy("Evidence, a year"),
}
# What the list can be sorted by and no column shows.
_OTHER_ORDERS = {
    "said": gettext_lazy("Pieces of feedback"),
    "moved": gettext_lazy("Last moved"),
    "new": gettext_lazy("Newest"),
}
USUAL = ("status", "companies", "money", "risk", "year")
# What a saved view keeps of an address.
KEPT = ("status", "segment", "rule", "q", "area", "owner", "dominated", "sort", "col", "view")


@dataclass(frozen=True)
class Heading:
    """One column of the board: its name, and whether the list can be sorted, or is sorted, by it."""

    key: str
    name: Any
    is_sortable: bool
    is_sorted: bool


def choice_of(query: QueryDict, *, staff: Staff) -> Choice:
    """Read a choice off an address. What is gone is said: without it the ranking would be another than was asked for."""
    status = query.get("status", "")
    if status and status not in Idea.Status.values:
        raise Http404(_("There is no such status."))
    owner, segment = query.get("owner", ""), _segment(query.get("segment", ""))
    return Choice(
        status=status,
        segment=segment,
        kept=kept_ranking(segment) if segment else None,
        rule=_rule(query.get("rule", "")),
        words=clean_line(query.get("q", ""))[:LONGEST],
        area_ids=_areas(query.get("area", "")),
        owner_id=staff.pk if owner == MINE else key_of(owner) or None,
        is_unowned=owner == NOBODYS,
        is_dominated=query.get("dominated") == "yes",
        sort=sort if (sort := query.get("sort", "")) in COUNTERS else WORTH,
    )


def orders(choice: Choice) -> list[tuple[str, Any]]:
    """Return what these ideas can be sorted by, with its name; what decides best comes first."""
    return [(key, COLUMNS.get(key) or _OTHER_ORDERS[key]) for key in choice.sorts]


def rule_in_words(choice: Choice) -> str:
    """Return the rule of the chosen companies in the reader's language."""
    rule = choice.segment.rule if choice.segment else choice.rule
    return describe(rule) if rule else ""


def headings(query: QueryDict, choice: Choice) -> list[Heading]:
    """Return the chosen columns in their order."""
    chosen = [key for key in query.getlist("col") if key in COLUMNS] or list(USUAL)
    return [
        Heading(key, COLUMNS[key], key in choice.sorts, key == choice.sort)
        for key in COLUMNS
        if key in chosen or key == choice.sort
    ]


def kept(query: QueryDict) -> str:
    """Return what a saved view keeps of an address, in one order."""
    chosen = QueryDict(mutable=True)
    for key in KEPT:
        if values := [value for value in query.getlist(key) if value]:
            chosen.setlist(key, values)
    return chosen.urlencode()


def _segment(key: str) -> Segment | None:
    if not key:
        return None
    segment = Segment.objects.filter(pk=key_of(key)).first()
    if segment is None:
        raise Http404(_("This segment does not exist any more; choose another."))
    return segment


def _rule(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        return clean_rule(json.loads(text[:LONGEST_RULE]))
    except (RuleError, ValueError, RecursionError) as problem:
        reason = str(problem) if isinstance(problem, RuleError) else _("it cannot be read")
        raise Http404(_("The rule in this address does not hold: %(reason)s") % {"reason": reason}) from problem


def _areas(key: str) -> tuple[int, ...]:
    """Return an area and all its parts."""
    if not key:
        return ()
    found: list[int] = []
    newest = [key_of(key)]
    while newest:
        found += newest
        newest = list(Area.objects.filter(parent__in=newest).exclude(pk__in=found).values_list("pk", flat=True))
    return tuple(found)
