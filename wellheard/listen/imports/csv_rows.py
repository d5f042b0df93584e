"""Read CSV as programs write it: any of the usual separators, quoted or not, cells over several lines."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import MOST_FIELD_CHARACTERS, Broken, Row, Table, Told, check_columns
from wellheard.listen.imports.text_lines import encoding_of, lines_of

SEPARATORS = (",", ";", "\t", "|")
# A quote that is never closed swallows at most this much before we go back to the line after it.
_MOST_LINES_OF_A_ROW = 1_000
_MOST_RECOVERIES = 200


class _Lines:
    """The lines of a file, remembering those of the row being read, so that they can be read again one by one."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._again: list[tuple[int, str | None]] = []
        self.row: list[tuple[int, str | None]] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = self._again.pop() if self._again else next(self._lines)
        self.number = number
        self.row.append((number, line))
        if line is None or len(self.row) > _MOST_LINES_OF_A_ROW:
            raise csv.Error("too long")
        return line

    def go_back(self) -> None:
        """Read everything after the first line of this row again."""
        self._again += reversed(self.row[1:])


def open_csv(path: Path, told: Told) -> Table:
    """Open a CSV file. Raises FileError when it has no readable head."""
    encoding, notes = encoding_of(path, told)
    csv.field_size_limit(MOST_FIELD_CHARACTERS)
    lines = _Lines(lines_of(path, encoding))
    separator = told.separator or _separator(path, encoding)
    try:
        head = next(csv.reader(lines, delimiter=separator, strict=True), [])
    except csv.Error as problem:
        raise FileError(_("The first line, which names the columns, cannot be read; look at its quotes.")) from problem
    columns = [clean_line(name)[:100] for name in head]
    named = check_columns([name for name in columns if name])
    if not named:
        raise FileError(_("The first line names no columns; begin the file with a line of column names."))
    if len(named) < len([name for name in columns if name]):
        notes = [*notes, _("Several columns have the same name; the first of them is used.")]
    return Table(_rows(lines, columns, separator), named, notes, encoding, separator)


def _separator(path: Path, encoding: str) -> str:
    """Return the sign that parts the most cells of the first line, outside quotes."""
    first = next((line for _number, line in lines_of(path, encoding) if line and line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _rows(lines: _Lines, columns: list[str], separator: str) -> Iterator[Row | Broken]:
    recoveries = 0
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.row.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            recoveries += 1
            yield Broken(lines.row[0][0], _reason(problem, lines.row))
            if recoveries > _MOST_RECOVERIES:
                raise FileError(
                    _("More than %(most)d rows could not be read; the file is not CSV, or its quotes are broken.")
                    % {"most": _MOST_RECOVERIES}
                ) from problem
            lines.go_back()
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            yield _row(lines.row[0][0], columns, cells)


def _row(number: int, columns: list[str], cells: list[str]) -> Row | Broken:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Broken(
            number,
            _("It has %(count)d cells, but there are %(columns)d columns; look for a separator or quote too many.")
            % {"count": len(cells), "columns": len(columns)},
        )
    named: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name:
            named.setdefault(name, cell)
    return Row(number, named)


def _reason(problem: csv.Error, row: list[tuple[int, str | None]]) -> str:
    what = str(problem)
    if row[-1][1] is None:
        return _("It is longer than 10 MB.")
    if "field larger" in what:
        return _("One of its cells is longer than 1 MB, or a quote is never closed.")
    if "expected after" in what:
        return _("A quote stands in the middle of a cell; double it or take it out.")
    return _("A quote is opened and never closed.")
