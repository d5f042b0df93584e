"""Run an import from the first row to the report: in batches, each in its own transaction; nothing is ever mailed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from wellheard.listen.commands import finish_import, start_import
from wellheard.listen.imports.columns import Matching, match_columns
from wellheard.listen.imports.companies import CompanyImporter
from wellheard.listen.imports.contacts import ContactImporter
from wellheard.listen.imports.errors import FileError, RowError
from wellheard.listen.imports.feedback import FeedbackImporter
from wellheard.listen.imports.importers import Cells, Draft, Importer, Options, Result
from wellheard.listen.imports.reading import Broken, Row, Table, open_table
from wellheard.listen.imports.refusals import Refusals
from wellheard.listen.imports.subscriptions import SubscriptionImporter

IMPORTERS: dict[str, Callable[[Options], Importer]] = {
    "companies": CompanyImporter,
    "subscriptions": SubscriptionImporter,
    "contacts": ContactImporter,
    "feedback": FeedbackImporter,
}
BATCH = 500
MOST_NOTES = 50
# Any number that no other part of Wellheard locks.
_ONE_IMPORT = 0x77E11_1

Progress = Callable[[int], None]


@dataclass
class Note:
    """Something worth knowing: where it stands first, and on how many lines."""

    text: str
    line: int
    count: int = 1


@dataclass
class Report:
    """How an import went."""

    kind: str
    columns: Matching
    refusals: Refusals
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "updated": 0, "unchanged": 0})
    notes: dict[str, Note] = field(default_factory=dict)
    rows: int = 0
    seconds: float = 0.0

    def note(self, text: str, *, line: int = 0) -> None:
        """Keep what is worth knowing; what many lines have in common is told once."""
        if text in self.notes:
            self.notes[text].count += 1
        elif len(self.notes) < MOST_NOTES:
            self.notes[text] = Note(text, line)
        else:
            self.notes.setdefault("", Note(_("There were more notes, which are left out here."), 0)).count += 1


def import_file(*, kind: str, path: Path, options: Options, progress: Progress) -> Report:
    """Import a file. Raises FileError when it cannot be read; refused rows are in the report."""
    importer, table, report = _open(kind, path, options)
    with _one_import_at_a_time():
        run = start_import(kind=kind, origin=options.source, file_name=path.name)
        try:
            _take_in(importer, table, report, progress)
        finally:
            # What came in before a damaged row or Ctrl-C is in, and is indexed like the rest.
            finish_import(run=run, refused=report.refusals.count, **report.counts)
    return report


def try_file(*, kind: str, path: Path, options: Options, progress: Progress) -> Report:
    """Do as if importing a file, and leave everything as it was. Raises FileError when it cannot be read."""
    importer, table, report = _open(kind, path, options)
    with _one_import_at_a_time(), transaction.atomic():
        _take_in(importer, table, report, progress)
        transaction.set_rollback(True)
    return report


@contextmanager
def _one_import_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_IMPORT])
        if not cursor.fetchone()[0]:
            raise FileError(_("Another import is running; wait until it is over and start this one again."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_IMPORT])


def _open(kind: str, path: Path, options: Options) -> tuple[Importer, Table, Report]:
    importer = IMPORTERS[kind](options)
    table = open_table(path)
    matching = match_columns(importer.columns, table.columns, mapped=options.mapped)
    report = Report(kind, matching, Refusals(path, table.columns))
    for note in table.notes:
        report.note(note)
    return importer, table, report


def _take_in(importer: Importer, table: Table, report: Report, progress: Progress) -> None:
    began = time.monotonic()
    with report.refusals:
        rows = _Rows(importer, table, report)
        try:
            while batch := list(islice(rows, BATCH)):
                _save(importer, batch, report)
                progress(report.rows)
        finally:
            for note in importer.finish():
                report.note(note)
    report.seconds = time.monotonic() - began


class _Rows:
    """The rows of a table as drafts; broken, repeated and contradicting ones go to the report."""

    def __init__(self, importer: Importer, table: Table, report: Report) -> None:
        self._importer = importer
        self._rows = table.rows
        self._report = report
        self._seen: dict[bytes, tuple[int, bytes]] = {}
        self._twins: dict[bytes, int] = {}

    def __iter__(self) -> Iterator[tuple[Draft, Row]]:
        return self

    def __next__(self) -> tuple[Draft, Row]:
        while True:
            row = next(self._rows)
            self._report.rows += 1
            if isinstance(row, Broken):
                self._report.refusals.add(row.number, row.reason, {})
                continue
            try:
                draft = self._importer.draft(Cells(row, self._report.columns))
                if self._is_first(draft):
                    return draft, row
            except RowError as problem:
                self._report.refusals.add(row.number, str(problem), row.cells)

    def _is_first(self, draft: Draft) -> bool:
        """Tell whether a row is to be saved. Raises RowError for one that contradicts an earlier one."""
        key, content = draft.key.encode(errors="replace"), draft.content.encode()
        earlier = self._seen.get(key)
        self._seen[key] = (draft.number, content)
        if earlier is None:
            self._note_twin(draft)
            return True
        if earlier[1] == content:
            self._report.counts["unchanged"] += 1
            self._report.note(_("Line %(this)d repeats line %(that)d.") % {"this": draft.number, "that": earlier[0]})
            return False
        if not self._importer.later_counts:
            raise RowError(_("It has the id of line %(line)d but says something else.") % {"line": earlier[0]})
        self._report.note(
            _("Line %(this)d has the id of line %(that)d with other values; the later line counts.")
            % {"this": draft.number, "that": earlier[0]}
        )
        return True

    def _note_twin(self, draft: Draft) -> None:
        twin = self._twins.setdefault(draft.twin.encode(), draft.number) if draft.twin else draft.number
        if twin != draft.number:
            self._report.note(
                _("Line %(this)d says the same as line %(that)d under another id; both came in.")
                % {"this": draft.number, "that": twin}
            )


def _save(importer: Importer, batch: list[tuple[Draft, Row]], report: Report) -> None:
    drafts = [draft for draft, _row in batch]
    for result, (draft, row) in zip(_results(importer, drafts), batch, strict=True):
        if result.outcome == "refused":
            report.refusals.add(draft.number, result.reason, row.cells)
        else:
            report.counts[result.outcome] += 1
        for note in result.notes:
            report.note(note, line=draft.number)


def _results(importer: Importer, drafts: list[Draft]) -> list[Result]:
    try:
        with transaction.atomic():
            return importer.save(drafts)
    except IntegrityError:
        # Somebody saved one of these a moment ago; now it is there to be found.
        with transaction.atomic():
            return importer.save(drafts)
