"""Try an uploaded file before anything of it is kept: its first rows as they will become, its values, and the whole of it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Self

from django.db import connection, transaction
from django.utils.translation import ngettext

from wellheard.listen.commands.import_runs import note_trial
from wellheard.listen.imports.columns import Matching, guess_columns
from wellheard.listen.imports.errors import FileError, RowError
from wellheard.listen.imports.importers import Cells, Importer, Options, parts_of, said_in, written_in
from wellheard.listen.imports.parts import Rows, batches, try_part
from wellheard.listen.imports.reading import Broken, Row, Table
from wellheard.listen.imports.reports import Report
from wellheard.listen.imports.running import IMPORTERS, one_import_at_a_time, opened
from wellheard.listen.models import Import

SHOWN_ROWS = 20
# The values of a column are counted in so many rows: people wait for this page.
COUNTED_ROWS = 5_000
# No more of them than fit into memory, however long each row is.
COUNTED_CHARACTERS = 100_000_000
MOST_VALUES = 40
MOST_PARTS = 100
MOST_VALUE_COLUMNS = 8


@dataclass
class Shown:
    """One of the first rows: its line, what our fields will say, and what comes of it."""

    number: int
    cells: list[str]
    outcome: str = ""
    reason: str = ""


@dataclass
class Preview:
    """The first rows of a file as they will become, and the values that can be translated, with how often each is there."""

    table: Table
    columns: Matching
    rows: list[Shown] = field(default_factory=list)
    values: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def preview(*, kind: str, path: Path, options: Options) -> Preview:
    """Read the beginning of a file, and leave everything as it was. Raises FileError."""
    importer, table, report = opened(kind, path, options)
    found = Preview(table, report.columns)
    first = list(_beginning(table.rows))
    found.values = _values(first, report.columns, importer)
    with transaction.atomic():
        drafted = []
        for row in first[:SHOWN_ROWS]:
            shown = Shown(row.number, _cells(row, report.columns))
            found.rows.append(shown)
            if isinstance(row, Broken):
                shown.outcome, shown.reason = "refused", row.reason
                continue
            try:
                drafted.append((importer.draft(Cells(row, report.columns)), shown))
            except RowError as problem:
                shown.outcome, shown.reason = "refused", str(problem)
        for result, (_draft, shown) in zip(importer.save([draft for draft, _ in drafted]), drafted, strict=True):
            shown.outcome, shown.reason = result.outcome, result.reason or " ".join(map(str, result.notes))
        transaction.set_rollback(True)
    return found


def try_upload(*, run: Import, path: Path, options: Options) -> None:
    """Do as if bringing in an uploaded file, and keep what it showed. Nothing else is changed."""
    said = dict(run.options)
    try:
        report = _tried(run, path, options)
    except FileError as problem:
        note_trial(run_id=run.pk, options=said, trial={}, rows=0, problem=str(problem))
        return
    trial = {
        **report.counts,
        "refused": report.refusals.count,
        "reasons": [[one.number, one.reason] for one in report.refusals.shown],
        "notes": report.notes_kept,
    }
    note_trial(run_id=run.pk, options=said, trial=trial, rows=report.rows, problem="")


def _tried(run: Import, path: Path, options: Options) -> Report:
    importer, table, report = opened(run.kind, path, options)
    with one_import_at_a_time(), _Beside() as tell, transaction.atomic():
        for batch in batches(Rows(importer, table, report)):
            try_part(importer, batch, report)
            tell(run.pk, report.rows)
        for note in importer.finish():
            report.note(note)
        transaction.set_rollback(True)
    return report


class _Beside:
    """A second connection, by which others see how far a transaction is that is never kept."""

    def __init__(self) -> None:
        self._own = connection.copy()

    def __call__(self, run_id: int, rows: int) -> None:
        with self._own.cursor() as cursor:
            cursor.execute(
                "UPDATE listen_import SET row_count = %s WHERE id = %s AND state = %s",
                [rows, run_id, Import.State.CHECKING],
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._own.close()


def _cells(row: Row | Broken, columns: Matching) -> list[str]:
    if isinstance(row, Broken):
        return ["" for _ours in columns.theirs]
    cells = Cells(row, columns)
    return [_short(cells.get(ours)) for ours in columns.theirs]


def _short(value: object) -> str:
    text = "" if value is None else _plainly(value) if isinstance(value, str) else str(value)
    return f"{text[:120]}…" if len(text) > 120 else text  # noqa: PLR2004 - what fits into a cell of the page


def _plainly(written: str) -> str:
    """Return a cell as people read it: of a list its names or how many it holds, of somebody their name."""
    if not written.startswith(("[", "{")):
        return written
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return written
    if isinstance(value, dict):
        nobody = "" if not any(value.values()) else written
        return str(value.get("name") or value.get("email") or nobody)
    if all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return ngettext("one in a list", "%(count)d in a list", len(value)) % {"count": len(value)}


def _beginning(rows: Iterator[Row | Broken]) -> Iterator[Row | Broken]:
    """Yield the first rows, as many as are looked at."""
    characters = 0
    for row in islice(rows, COUNTED_ROWS):
        yield row
        if isinstance(row, Row):
            characters += sum(len(cell) for cell in row.cells.values() if isinstance(cell, str))
        if characters > COUNTED_CHARACTERS:
            return


def _values(rows: list[Row | Broken], columns: Matching, importer: Importer) -> dict[str, list[tuple[str, int]]]:
    plain = Matching(columns.theirs, columns.others, columns.else_from)
    found: dict[str, list[tuple[str, int]]] = {}
    there = [name for name in importer.choices if importer.parts.get(name, name) in columns.theirs]
    for name in there[:MOST_VALUE_COLUMNS]:
        has_parts = name in importer.parts
        written = _parts(rows, plain, importer.parts[name]) if has_parts else _written(rows, plain, name)
        found[name] = _commonest(written, MOST_PARTS if has_parts else MOST_VALUES)
    return found


def _commonest(written: Iterator[str], most: int) -> list[tuple[str, int]]:
    """Count values, large and small letters as one, each shown as it is written first."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for one in written:
        counted[said_in(one)] += 1
        shown.setdefault(said_in(one), one)
    counted.pop("", None)
    return [(shown[said], count) for said, count in counted.most_common(most)]


def _parts(rows: list[Row | Broken], columns: Matching, name: str) -> Iterator[str]:
    for row in rows:
        if isinstance(row, Row):
            yield from (written_in(part) for part in parts_of(Cells(row, columns).get(name)))


def _written(rows: list[Row | Broken], columns: Matching, name: str) -> Iterator[str]:
    return (written_in(Cells(row, columns).get(name)) for row in rows if isinstance(row, Row))


def guess(kind: str, columns: list[str]) -> dict[str, str]:
    """Return which column each of our fields would be read from if nobody said otherwise."""
    return guess_columns(list(IMPORTERS[kind](Options()).columns), columns, mapped={}, values={}).theirs


def fields_of(kind: str) -> list[tuple[str, bool]]:
    """Return our fields of a kind, each with whether a file must have it."""
    return [(column.name, column.is_needed) for column in IMPORTERS[kind](Options()).columns]


def choices_of(kind: str, name: str) -> list[tuple[str, str]]:
    """Return our own values of a field, by key and name."""
    return [(key, str(label)) for key, label in IMPORTERS[kind](Options()).choices[name]]


def understood(kind: str, values: Mapping[str, Sequence[tuple[str, int]]]) -> dict[tuple[str, str], str]:
    """Return what the values found in a file are taken for when nobody says otherwise, as far as that can be told."""
    importer = IMPORTERS[kind](Options())
    pairs = [(name, value) for name, found in values.items() for value, _count in found]
    return {pair: taken for pair in pairs if (taken := importer.understood(*pair))}
