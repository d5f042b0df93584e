"""Refused rows: the first are shown, all are kept with the import, and written beside a file that lies with its user."""

import csv
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.sheets import safe_cell

MOST_SHOWN = 20


@dataclass(frozen=True)
class Refusal:
    """One refused row: its line, the reason and its cells as text."""

    number: int
    reason: str
    cells: dict[str, str]


class Refusals:
    """Counts refused rows; those of the part in hand wait to be kept with it."""

    def __init__(self, columns: list[str], *, path: Path | None = None) -> None:
        self.path = path.with_name(f"{path.name}.refused.csv") if path else None
        self.count = 0
        self.shown: list[Refusal] = []
        self.of_this_part: list[Refusal] = []
        self._columns = columns
        self._waiting: list[Refusal] = []
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        if self.path:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    @property
    def is_written(self) -> bool:
        """Tell whether there is a file with all of them beside the one that was read."""
        return self._file is not None

    def go_on_from(self, count: int) -> None:
        """Take up the count from before a crash."""
        self.count = count
        self.of_this_part = []

    def add(self, number: int, reason: str, cells: dict[str, Any]) -> None:
        """Take in one refused row."""
        self.count += 1
        kept = {column: safe_cell(cells.get(column)) for column in self._columns}
        refusal = Refusal(number, clean_line(reason), kept)
        self.of_this_part.append(refusal)
        if self.count <= MOST_SHOWN:
            self.shown.append(refusal)
            self._waiting.append(refusal)
            return
        self._write([*self._waiting, refusal])
        self._waiting.clear()

    def take_part(self) -> list[Refusal]:
        """Return those of the part in hand, which is over with it."""
        part, self.of_this_part = self.of_this_part, []
        return part

    def _write(self, refusals: Iterable[Refusal]) -> None:
        if self.path is None:
            return
        with suppress(OSError):
            if self._file is None:
                self._file = self.path.open("w", newline="", encoding="utf-8", errors="replace")
                csv.writer(self._file).writerow(["line", "refused because", *self._columns])
            csv.writer(self._file).writerows([str(one.number), one.reason, *one.cells.values()] for one in refusals)
