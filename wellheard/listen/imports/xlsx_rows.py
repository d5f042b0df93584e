"""Read the first sheet of an Excel file as a stream, without trusting what the file says of its own size."""

import warnings
import zipfile
from collections.abc import Iterator
from io import FileIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import (
    MOST_COLUMNS,
    MOST_FIELD_CHARACTERS,
    Broken,
    Row,
    Table,
    Told,
    check_columns,
)

# A few kilobytes of zip can become gigabytes of XML.
_MOST_UNPACKED = 1_000_000_000
_MOST_EMPTY_ROWS = 10_000


class _OpenFile(FileIO):
    """A workbook that is read row by row for as long as somebody wants rows, and closed when nobody does."""

    def __del__(self) -> None:
        self.close()


def open_xlsx(path: Path, told: Told) -> Table:
    """Open a sheet of a workbook: the first, unless another is told. Raises FileError."""
    _check_size(path)
    sheet, sheets, notes = _sheet(path, told.sheet)
    rows = _filled_rows(sheet)
    _number, head = next(rows, (0, ()))
    columns = [clean_line("" if cell is None else str(cell))[:100] for cell in head]
    named = check_columns([name for name in columns if name])
    if not named:
        raise FileError(_("The sheet has no row that names columns; begin it with one."))
    return Table(_rows(rows, columns), named, notes, sheets=sheets)


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            names = parts.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise FileError(_("The file is damaged; save it again as .xlsx or CSV.")) from problem
    if "[Content_Types].xml" not in names:
        raise FileError(_("This is a zip file but no Excel file; unpack it and import what is inside."))
    if unpacked > _MOST_UNPACKED:
        raise FileError(_("The file is larger than 1 GB when unpacked; save it as CSV."))


def _sheet(path: Path, wanted: str) -> tuple[Any, tuple[str, ...], list[str]]:
    try:
        with warnings.catch_warnings():
            # It warns of styles and validations that it leaves out; we read values only.
            warnings.simplefilter("ignore")
            # Given a name, it refuses one that does not end in .xlsx.
            book = load_workbook(_OpenFile(path), read_only=True, data_only=True, keep_links=False)
    except Exception as problem:
        # A hostile file can break openpyxl in any way it likes.
        raise FileError(_("The file cannot be read as .xlsx; save it again, or as CSV.")) from problem
    sheets = book.worksheets
    if not sheets:
        raise FileError(_("The file has no sheet with rows."))
    names = tuple(sheet.title for sheet in sheets)
    if wanted and wanted not in names:
        raise FileError(
            _("The file has no sheet “%(name)s”; it has %(names)s.")
            % {"name": wanted[:40], "names": ", ".join(names[:20])}
        )
    sheet = sheets[names.index(wanted) if wanted else 0]
    sheet.reset_dimensions()
    is_chosen = wanted or len(sheets) == 1
    told = _("The file has several sheets; the first one, “%(name)s”, was read.") % {"name": sheet.title}
    return sheet, names, [] if is_chosen else [told]


def _filled_rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    empty = 0
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    try:
        for number, cells in enumerate(rows, start=1):
            if any(cell not in {None, ""} for cell in islice(cells, MOST_COLUMNS) if not isinstance(cell, list | dict)):
                empty = 0
                yield number, cells
            elif (empty := empty + 1) > _MOST_EMPTY_ROWS:
                return
    except Exception as problem:
        raise FileError(_("The file is damaged after some rows; save it again as .xlsx or CSV.")) from problem


def _rows(rows: Iterator[tuple[int, tuple[Any, ...]]], columns: list[str]) -> Iterator[Row | Broken]:
    for number, cells in rows:
        if any(isinstance(cell, str) and len(cell) > MOST_FIELD_CHARACTERS for cell in cells):
            yield Broken(number, _("One of its cells is longer than 1 MB."))
            continue
        named: dict[str, Any] = {}
        for name, cell in zip(columns, cells, strict=False):
            if name:
                named.setdefault(name, cell)
        yield Row(number, named)
