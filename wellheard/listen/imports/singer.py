"""Read what Singer taps write (tap-hubspot, tap-pipedrive, tap-salesforce): SCHEMA, RECORD and STATE, one message a line.

The records of one stream are rows; all else says how far the tap was, which is no matter here (github.com/singer-io, SPEC).
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import MOST_COLUMNS, Broken, Row, Table, Told, check_columns
from wellheard.listen.imports.text_lines import encoding_of, lines_of

TYPES = frozenset({"SCHEMA", "RECORD", "STATE", "ACTIVATE_VERSION"})
_KINDS = tuple(kind.encode() for kind in sorted(TYPES))
# So many lines are looked at to learn which streams and columns there are.
_LOOK_AHEAD = 5_000
# A stream that is called so is taken when nobody names one.
_USUAL = ("deal", "opportunit", "lead")


def is_singer(head: bytes) -> bool:
    """Tell whether a file begins with a Singer message."""
    line = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    # The first line, a schema, may be longer than what was read of the file.
    return line.startswith(b"{") and any(
        b'"type": "%s"' % kind in line or b'"type":"%s"' % kind in line for kind in _KINDS
    )


def open_singer(path: Path, told: Told) -> Table:
    """Open the records of one stream, the one that is named or is called as deals are. Raises FileError."""
    encoding, notes = encoding_of(path, told)
    first = list(islice(_messages(path, encoding), _LOOK_AHEAD))
    streams = list(dict.fromkeys(str(said["stream"]) for _number, said in first if said and said.get("stream")))
    if not streams:
        raise FileError(_("This file has Singer messages but no stream of records."))
    stream = told.sheet if told.sheet in streams else _usual(streams)
    rows = [_row(number, said) for number, said in first if said and _is_record(said, stream)]
    columns = [name for row in rows if isinstance(row, Row) for name in row.cells]
    if not columns:
        raise FileError(_("The stream %(stream)s has no records; choose another.") % {"stream": stream})
    if len(streams) > 1:
        notes = [*notes, _("These are the records of the stream %(stream)s.") % {"stream": stream}]
    # The first of these is the one that is taken when nobody says otherwise.
    offered = (stream, *(name for name in streams if name != stream))
    return Table(_rows(path, encoding, stream), check_columns(columns), notes, encoding, sheets=offered)


def _usual(streams: list[str]) -> str:
    return next((name for part in _USUAL for name in streams if part in name.casefold()), streams[0])


def _rows(path: Path, encoding: str, stream: str) -> Iterator[Row | Broken]:
    for number, said in _messages(path, encoding):
        if said is None:
            yield Broken(number, _("It is no Singer message."))
        elif _is_record(said, stream):
            yield _row(number, said)


def _messages(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for number, line in lines_of(path, encoding):
        if line is None or not line.strip():
            if line is None:
                yield number, None
            continue
        try:
            said = json.loads(line, parse_float=Decimal)
        except (ValueError, RecursionError, ArithmeticError):
            said = None
        yield number, said if isinstance(said, dict) and said.get("type") in TYPES else None


def _is_record(said: dict[str, Any], stream: str) -> bool:
    return said["type"] == "RECORD" and said.get("stream") == stream


def _row(number: int, said: dict[str, Any]) -> Row | Broken:
    record = said.get("record")
    if not isinstance(record, dict):
        return Broken(number, _("It is no Singer message."))
    cells: dict[str, Any] = {}
    for name, value in record.items():
        inner = _plain(value)
        if isinstance(inner, dict):
            cells |= {f"{_name(name)}.{_name(deep)}": _cell(_plain(one)) for deep, one in inner.items()}
        else:
            cells[_name(name)] = _cell(inner)
    if len(cells) > MOST_COLUMNS:
        return Broken(number, _("It has more than %(most)d values.") % {"most": MOST_COLUMNS})
    return Row(number, cells)


def _plain(value: Any) -> Any:
    """Return a value as it is; tap-hubspot wraps each in an object with its history."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


def _name(name: str) -> str:
    return clean_line(name)[:100]


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value
