"""Read JSON Lines: one object a line. Objects inside objects become columns such as contact.email."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Never

from django.utils.translation import gettext as _

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
from wellheard.listen.imports.text_lines import encoding_of, lines_of

# So many rows are looked at to learn which columns there are.
_LOOK_AHEAD = 200


def open_jsonl(path: Path, told: Told) -> Table:
    """Open a JSON Lines file. Raises FileError for JSON that is not in lines."""
    encoding, notes = encoding_of(path, told)
    _refuse_list(path, encoding)
    first = list(islice(_rows(path, encoding), _LOOK_AHEAD))
    columns = [name for row in first if isinstance(row, Row) for name in row.cells]
    if not columns:
        raise FileError(_("No line of this file is a JSON object; write one object a line."))
    return Table(_rows(path, encoding), check_columns(columns), notes, encoding)


def _refuse_list(path: Path, encoding: str) -> None:
    first = next((line.strip() for _number, line in lines_of(path, encoding) if line and line.strip()), "")
    if first.startswith("["):
        raise FileError(_("This is one JSON list; write one object a line instead (jq -c '.[]' does it)."))


def _rows(path: Path, encoding: str) -> Iterator[Row | Broken]:
    for number, line in lines_of(path, encoding):
        if line is None:
            yield Broken(number, _("It is longer than 10 MB."))
        elif line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row | Broken:
    try:
        found = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, ArithmeticError):
        return Broken(number, _("It is not a JSON object; write one object a line."))
    if not isinstance(found, dict):
        return Broken(number, _("It is not a JSON object; write one object a line."))
    cells = _flat(found)
    if len(cells) > MOST_COLUMNS:
        return Broken(number, _("It has more than %(most)d values.") % {"most": MOST_COLUMNS})
    # A list inside, such as all messages of a conversation, may be as long as a line may.
    said = [value for value in found.values() if isinstance(value, str)]
    if any(len(value) > MOST_FIELD_CHARACTERS for value in said):
        return Broken(number, _("One of its values is longer than 1 MB."))
    return Row(number, cells)


def _flat(found: dict[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in found.items():
        if isinstance(value, dict):
            cells |= {f"{_name(name)}.{_name(inner)}": _cell(deep) for inner, deep in value.items()}
        else:
            cells[_name(name)] = _cell(value)
    return cells


def _name(name: str) -> str:
    return clean_line(name)[:100]


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _refuse(constant: str) -> Never:
    raise ValueError(constant)
