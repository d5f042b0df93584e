"""A list as the lines of a CSV file, written as they are read: memory does not grow with the list."""

import csv
import json
from collections.abc import Iterator

from wellheard.foundation.text.sheets import safe_cell
from wellheard.web.exports.table import Columns, Rows

# Spreadsheets take a file without this mark for an old encoding.
MARK = "\ufeff"


class _Echo:
    """What csv writes to: it only hands the line on."""

    def write(self, line: str) -> str:
        return line


def lines(columns: Columns, rows: Rows, *, before: str = "") -> Iterator[str]:
    """Yield the head, then a part of the rows at a time. Cells that a spreadsheet would run begin with a quote."""
    writer = csv.writer(_Echo())
    yield before + writer.writerow(columns)
    for part in rows.parts:
        yield "".join(writer.writerow([_cell(read(row)) for read in columns.values()]) for row in part)


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return safe_cell(", ".join(str(one) for one in value))
    return safe_cell(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value)
