"""What the pages of a meeting show of its ideas: words, companies, opinions, and what falls out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.decide.reviews.models import Review, ReviewItem, Verdict
from wellheard.decide.reviews.queries.asked import found_out_about
from wellheard.decide.reviews.queries.opinions import (
    Opinion,
    Room,
    agenda_of,
    falls_out,
    money_of,
    opinions_of,
    room_of,
)
from wellheard.decide.reviews.queries.snapshots import has_other_texts
from wellheard.listen.models import Feedback


@dataclass(frozen=True)
class Voice:
    """The words that stand for an idea: of whoever pays most, as they stand now, or nothing once they are forgotten."""

    words: str = ""
    language: str = ""
    company: Company | None = None


@dataclass
class Line:
    """One idea on the table as a page shows it."""

    item: ReviewItem
    voice: Voice
    opinion: Opinion
    rank: int = 0
    out: list["Line"] = field(default_factory=list)
    text_changed: bool = False
    found_out: Verdict | None = None

    @property
    def idea(self) -> Idea:
        return self.item.idea

    @property
    def title(self) -> str:
        """The idea's title as it lay on the table."""
        return str(self.item.snapshot.get("texts", {}).get("title") or self.item.idea.title)

    @property
    def money(self) -> dict[str, Any]:
        return money_of(self.item)

    @property
    def is_talked_about(self) -> bool:
        return self.item.talk_until is not None


@dataclass(frozen=True)
class Shown:
    """A meeting as its page shows it: the ideas in the order in which to talk, and the room there is."""

    lines: list[Line]
    room: Room
    now: Line | None

    @property
    def undecided(self) -> int:
        return sum(line.opinion.verdict is None for line in self.lines)


def lines_of(review: Review) -> list[Line]:
    """Return the ideas in the order of the table, in so many statements whatever their number."""
    return _lines(opinions_of(review))


def shown(review: Review) -> Shown:
    """Return a meeting whose ratings are open: what to talk about first, and what each yes would cost."""
    opinions = opinions_of(review)
    lines = _lines(agenda_of(opinions))
    room = room_of(review, opinions)
    by_item = {line.item.pk: line for line in lines}
    for rank, line in enumerate(lines, 1):
        line.rank = rank
        if line.opinion.verdict is None:
            line.text_changed = has_other_texts(line.idea, line.item.snapshot)
            line.out = [by_item[one.item.pk] for one in falls_out(line.opinion, opinions, room)]
    talked = next((line for line in lines if line.is_talked_about), None)
    now = talked or next((line for line in lines if line.opinion.verdict is None), None)
    return Shown(lines, room, now)


def _lines(opinions: Iterable[Opinion]) -> list[Line]:
    kept = list(opinions)
    voices = _voices([one.item for one in kept])
    lines = [Line(one.item, voices.get(one.item.snapshot.get("quote"), Voice()), one) for one in kept]
    found_out = found_out_about(line.item.idea_id for line in lines)
    for line in lines:
        line.found_out = found_out.get(line.item.idea_id)
    return lines


def _voices(items: Iterable[ReviewItem]) -> dict[int | None, Voice]:
    numbers = [item.snapshot["quote"] for item in items if item.snapshot.get("quote")]
    rows = Feedback.objects.filter(pk__in=numbers).select_related("company")
    return {row.pk: Voice(row.words, row.language, row.company) for row in rows}
