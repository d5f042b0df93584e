"""Refused rows: the first ones are shown, all of them are written beside the file when they are many."""

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
    """One refused row: its line and the reason."""

    number: int
    reason: str


class Refusals:
    """Counts refused rows; from the 21st on all are in FILE.refused.csv, with their cells, to be corrected and imported again."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        self.path = path.with_name(f"{path.name}.refused.csv")
        self.count = 0
        self.shown: list[Refusal] = []
        self._columns = columns
        self._waiting: list[list[str]] = []
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
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
        """Tell whether there is a file with all of them."""
        return self._file is not None

    def add(self, number: int, reason: str, cells: dict[str, Any]) -> None:
        """Take in one refused row."""
        self.count += 1
        row = [str(number), reason, *(safe_cell(cells.get(column)) for column in self._columns)]
        if self.count <= MOST_SHOWN:
            self.shown.append(Refusal(number, clean_line(reason)))
            self._waiting.append(row)
            return
        self._write([*self._waiting, row])
        self._waiting.clear()

    def _write(self, rows: Iterable[list[str]]) -> None:
        with suppress(OSError):
            if self._file is None:
                self._file = self.path.open("w", newline="", encoding="utf-8", errors="replace")
                csv.writer(self._file).writerow(["line", "reason", *self._columns])
            csv.writer(self._file).writerows(rows)
