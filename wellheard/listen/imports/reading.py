"""Read the rows of a file one by one, whatever kind of table it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError

MOST_FILE_BYTES = 2_000_000_000
MOST_LINE_CHARACTERS = 10_000_000
MOST_FIELD_CHARACTERS = 1_000_000
MOST_COLUMNS = 500
# Exports of other inboxes are taken apart only where conversations are wanted: a ticket can be feedback as well.
CONVERSATIONS = "conversations"


@dataclass(frozen=True)
class Told:
    """What somebody says of a file where it was not told right: its encoding, the sign between cells, the sheet."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""


AS_FOUND = Told()


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file: where it begins, and its cells by column."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """A row that could not even be read, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Table:
    """The rows of a file as a stream, the columns its head names, and what is worth knowing before the first row."""

    rows: Iterator[Row | Broken]
    columns: list[str]
    notes: list[str]
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()


def open_table(path: Path, told: Told = AS_FOUND, *, kind: str = "") -> Table:
    """Open CSV, XLSX or JSON Lines, told apart by what is in the file; `kind` is what its rows are to be. Raises FileError."""
    # Each kind of table is read with modules that only it needs.
    head = _head(path)
    if export := _export(path, head, told, kind):
        return export
    if head.startswith(b"PK\x03\x04"):
        from wellheard.listen.imports.xlsx_rows import open_xlsx

        return open_xlsx(path, told)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError(_("This is an old or locked Excel file; save it as .xlsx without a password, or as CSV."))
    if _looks_like_json(head, path):
        from wellheard.listen.imports.jsonl_rows import open_jsonl

        return open_jsonl(path, told)
    from wellheard.listen.imports.csv_rows import open_csv

    return open_csv(path, told)


def _export(path: Path, head: bytes, told: Told, kind: str) -> Table | None:
    """Open what other inboxes, Singer's taps and other boards write; none of that, nothing."""
    if kind == CONVERSATIONS and _may_be_json(head):
        from wellheard.listen.imports.inboxes.opening import open_inbox

        if inbox := open_inbox(path):
            return inbox
    if _may_be_singer(head):
        from wellheard.listen.imports import singer

        if singer.is_singer(head):
            return singer.open_singer(path, told)
    if head.startswith((b"PK\x03\x04", b"{", b"\xef\xbb\xbf{")):
        from wellheard.listen.imports import boards

        if boards.is_board_head(head) or (head.startswith(b"PK") and boards.is_board_archive(path)):
            return boards.open_board(path, head)
    return None


def check_columns(columns: list[str]) -> list[str]:
    """Return the columns' names, each once. Raises FileError when there are too many."""
    names = list(dict.fromkeys(columns))
    if len(names) > MOST_COLUMNS:
        raise FileError(
            _("The file has more than %(most)d columns; remove those you do not need.") % {"most": MOST_COLUMNS}
        )
    return names


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as problem:
        raise FileError(
            _("The file %(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror or problem}
        ) from problem
    if size > MOST_FILE_BYTES:
        raise FileError(
            _("The file is larger than %(most)d GB; cut it into parts.") % {"most": MOST_FILE_BYTES // 10**9}
        )
    if not size:
        raise FileError(_("The file is empty."))
    return head


def _may_be_json(head: bytes) -> bool:
    """Tell whether a file may be JSON, or an archive of it."""
    return head.startswith(b"PK\x03\x04") or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _may_be_singer(head: bytes) -> bool:
    return b'"type"' in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _looks_like_json(head: bytes, path: Path) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or path.suffix in {".jsonl", ".ndjson", ".json"}
