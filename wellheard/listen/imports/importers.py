"""What every kind of import has in common: columns to look for, a draft for each row, and a way to save many."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from wellheard.customers.commands import ErasedPersonError
from wellheard.foundation.text.clean import clean_line, each_once
from wellheard.listen.imports.columns import Column, Matching
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.reading import AS_FOUND, Broken, Row, Told
from wellheard.listen.imports.values import Habits

_MOST_ATTRIBUTES = 30
_MOST_ATTRIBUTE_CHARACTERS = 500


@dataclass(frozen=True)
class Options:
    """What the user says about a file."""

    mapped: dict[str, str] = field(default_factory=dict)
    source: str = ""
    currency: str = ""
    habits: Habits = field(default_factory=Habits)
    areas_product: str = ""
    told: Told = AS_FOUND
    # Which of our values stands for what a column of the file says: {"stage": {"VIP": "active"}}.
    values: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """One row, understood: its key and what it says. `twin` finds rows that say the same under another key.

    `weight` is how many common rows it is as heavy as: so many fewer are saved at a time.
    """

    number: int
    key: str
    content: str
    saved: Any
    notes: Sequence[str] = ()
    twin: str = ""
    weight: int = 1


@dataclass(frozen=True)
class Result:
    """What came of one draft: new, updated, unchanged or refused with a reason; and what is worth knowing of it."""

    outcome: str
    reason: str = ""
    notes: Sequence[str] = ()


class Importer(Protocol):
    """One kind of import."""

    columns: Sequence[Column]
    # Our names for the values of these columns, by which a file's own values can be translated.
    choices: Mapping[str, Sequence[tuple[str, object]]] = {}
    # Of which of these the values are the parts of another column's cells, such as each tag of a list.
    parts: Mapping[str, str] = {}
    # Whether a later row with the same key and other content brings the first up to date, or is refused.
    later_counts: bool

    def draft(self, cells: "Cells") -> Draft:
        """Understand one row. Raises RowError."""

    def understood(self, name: str, value: str) -> str:  # noqa: ARG002 - for kinds that tell it
        """Return what a value is taken for when nobody says otherwise, in our words; empty where for nothing."""
        return ""

    def arrange(self, rows: Iterator[Row | Broken]) -> Iterator[Row | Broken]:
        """Put rows into the order in which they can be saved: as they stand, unless one needs another first."""
        return rows

    def save(self, drafts: Sequence[Draft]) -> list[Result]:
        """Save many drafts; return what came of each, in order."""

    def finish(self) -> list[str]:
        """Do what follows from all rows together; return what is worth knowing about it."""


class Cells:
    """A row's cells by our names."""

    def __init__(self, row: Row, matching: Matching) -> None:
        self.number = row.number
        self._row = row
        self._matching = matching
        self._used: set[str] = set(matching.theirs.values())

    def get(self, name: str) -> Any:
        """Return the cell of one of our fields; None where the file has no such column or the row no such cell."""
        column = self._column(name)
        self._used.add(column)
        cell = self._row.cells.get(column)
        translated = self._matching.values.get(name)
        return translated.get(said_in(cell), cell) if translated else cell

    def said(self, name: str) -> Any:
        """Return the cell of one of our fields as the file has it, whatever its values are translated to."""
        return self._row.cells.get(self._column(name))

    def everything(self) -> dict[str, str]:
        """Return the whole row as texts, by the columns of the file."""
        return {
            name: text
            for name, cell in self._row.cells.items()
            if (text := clean_line("" if cell is None else str(cell))[:1000])
        }

    def _column(self, name: str) -> str:
        """Return the first column of a field that is filled in this row."""
        named = [self._matching.theirs.get(name, ""), *self._matching.else_from.get(name, [])]
        return next((column for column in named if self._row.cells.get(column) not in {None, ""}), named[0])

    @contextmanager
    def reading(self, name: str) -> Iterator[Any]:
        """Give one cell; a refusal inside names its column."""
        try:
            yield self.get(name)
        except RowError as problem:
            raise RowError(_("%(column)s: %(why)s") % {"column": self._column(name), "why": problem}) from problem

    def others(self) -> dict[str, str | int | float | bool]:
        """Return the cells of columns that are none of ours, to be kept beside the row."""
        kept: dict[str, str | int | float | bool] = {}
        for name in self._row.cells:
            if name in self._used or len(kept) >= _MOST_ATTRIBUTES:
                continue
            value = self._row.cells[name]
            if isinstance(value, bool | int) and abs(value) < 2**53:
                kept[name[:60]] = value
            elif shown := clean_line("" if value is None else str(value))[:_MOST_ATTRIBUTE_CHARACTERS]:
                kept[name[:60]] = shown
        return kept


def parts_of(cell: Any) -> list[str]:
    """Return what a cell lists, each once: a list of names, or of objects with one, or names with signs between."""
    if isinstance(cell, str) and cell.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            cell = json.loads(cell)
    if isinstance(cell, dict):
        cell = next((value for value in cell.values() if isinstance(value, list)), [])
    if not isinstance(cell, list):
        cell = re.split(r"[,;|\n]", "" if cell is None else str(cell))
    named = [one.get("name") if isinstance(one, dict) else one for one in cell]
    return each_once(str(name)[:100] for name in named if isinstance(name, str | int))


def written_in(cell: Any) -> str:
    """Return a cell as the values of a column are shown: in one line, in the letters of the file."""
    return clean_line("" if cell is None else str(cell))[:100].rstrip()


def said_in(cell: Any) -> str:
    """Return a cell as the values of a column are told apart: large and small letters are one."""
    return written_in(cell).casefold()


def digest(*parts: object) -> str:
    """Return a short name for some content."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:32]


def result_of(outcome: object, notes: Sequence[str] = ()) -> Result:
    """Turn a command's answer, an outcome or an error, into a result.

    A row about somebody who was erased is passed over: refused, it would be kept.
    """
    if isinstance(outcome, ErasedPersonError):
        return Result("unchanged", "", [str(outcome)])
    return Result("refused", str(outcome)) if isinstance(outcome, Exception) else Result(str(outcome), "", notes)
