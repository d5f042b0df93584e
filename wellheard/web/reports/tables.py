"""A section as a CSV file: its single numbers first, then each of its lists with a head of its own."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from wellheard.foundation.text.sheets import safe_cell
from wellheard.web.exports.writing import MARK


def csv_of(data: Mapping[str, Any]) -> str:
    """Return a frozen section as CSV. Cells that a spreadsheet would run begin with a quote."""
    text = io.StringIO()
    writer = csv.writer(text)
    for name, value in data.items():
        if not _is_table(value):
            writer.writerow([safe_cell(name), _cell(value)])
    for name, rows in data.items():
        if _is_table(rows):
            _write(writer, name, rows)
    return MARK + text.getvalue()


def _write(writer: Any, name: str, rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer.writerow([])
    writer.writerow([safe_cell(name)])
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([[_cell(row.get(column)) for column in columns] for row in rows])


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _cell(value: Any) -> str:
    return safe_cell(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value)
