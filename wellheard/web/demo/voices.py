"""What customers say in the demo story: when, who, through which way in, in their own words."""

from dataclasses import dataclass

from wellheard.web.demo.cast import BEGAN_DAYS_AGO
from wellheard.web.demo.reading import rows

FILES = ("mobile", "planning", "money", "rest", "unread")


@dataclass(frozen=True)
class Said:
    """One thing one person said. Without a category it still waits to be filed, unless `aside` says why nothing is done."""

    key: str
    days: int
    who: str
    source: str
    words: str
    category: str
    idea: str
    area: str
    importance: int | None
    quotable: str
    aside: str
    note: str

    @property
    def is_brought(self) -> bool:
        """Whether it came with what Northwind had before it began."""
        return self.days >= BEGAN_DAYS_AGO


def _said(key: str, row: dict[str, str]) -> Said:
    return Said(
        key=key,
        days=int(row["days"]),
        importance=int(row["importance"]) if row["importance"] else None,
        quotable=row["quotable"] or "unnamed",
        **{name: row[name] for name in ("who", "source", "words", "category", "idea", "area", "aside", "note")},
    )


VOICES = tuple(_said(f"{file}-{n}", row) for file in FILES for n, row in enumerate(rows(f"feedback-{file}")))


@dataclass(frozen=True)
class Unwanted:
    """A post of the portal that looks like spam, and why."""

    days: int
    who: str
    idea: str
    reason: str
    words: str


def _unwanted(row: dict[str, str]) -> Unwanted:
    return Unwanted(int(row["days"]), row["who"], row["idea"], row["reason"], row["words"])


SUSPECTS = tuple(_unwanted(row) for row in rows("suspects"))
