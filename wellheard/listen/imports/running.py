"""Run an import from the first row to the report, or on from where it broke off; nothing is ever mailed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wellheard.listen.commands.import_runs import ImportStoppedError, begin_from_file, end_import, fail_import
from wellheard.listen.imports.columns import match_columns
from wellheard.listen.imports.companies import CompanyImporter
from wellheard.listen.imports.contacts import ContactImporter
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.feedback import FeedbackImporter
from wellheard.listen.imports.importers import Importer, Options
from wellheard.listen.imports.parts import Rows, batches, save_part, try_part
from wellheard.listen.imports.reading import Table, open_table
from wellheard.listen.imports.refusals import Refusals
from wellheard.listen.imports.reports import Report
from wellheard.listen.imports.subscriptions import SubscriptionImporter
from wellheard.listen.models import Import

# Later stages add theirs at start-up.
IMPORTERS: dict[str, Callable[[Options], Importer]] = {
    "companies": CompanyImporter,
    "subscriptions": SubscriptionImporter,
    "contacts": ContactImporter,
    "feedback": FeedbackImporter,
}
# Any number that no other part of Wellheard locks.
_ONE_IMPORT = 0x77E11_1

Progress = Callable[[int], None]


class BusyError(FileError):
    """Another import is running."""


def import_file(*, kind: str, path: Path, options: Options, progress: Progress) -> Report:
    """Import a file. Raises FileError when it cannot be read; refused rows are in the report."""
    importer, table, report = opened(kind, path, options, refused_beside=path)
    with one_import_at_a_time():
        run = begin_from_file(kind=kind, origin=options.source, file_name=path.name, columns=table.columns)
        try:
            _take_in(run, Rows(importer, table, report), importer, report, progress)
        finally:
            # What came in before a damaged row or Ctrl-C is in, and is indexed like the rest.
            _finish(run, importer, report)
    return report


def try_file(*, kind: str, path: Path, options: Options, progress: Progress) -> Report:
    """Do as if importing a file, and leave everything as it was. Raises FileError when it cannot be read."""
    importer, table, report = opened(kind, path, options, refused_beside=path)
    with one_import_at_a_time(), transaction.atomic(), report.refusals, _timed(report):
        for batch in batches(Rows(importer, table, report)):
            try_part(importer, batch, report)
            progress(report.rows)
        for note in importer.finish():
            report.note(note)
        transaction.set_rollback(True)
    return report


def go_on(*, run: Import, path: Path, options: Options) -> None:
    """Bring in what is left of an uploaded file; done again after a crash, it goes on after the last part that was saved."""
    with one_import_at_a_time():
        run.refresh_from_db()
        if run.state != Import.State.RUNNING:
            return
        try:
            _go_on(run, path, options)
        except FileError as problem:
            fail_import(run_id=run.pk, problem=str(problem))
        except ImportStoppedError:
            return


def opened(
    kind: str, path: Path, options: Options, *, refused_beside: Path | None = None
) -> tuple[Importer, Table, Report]:
    """Open a file as rows of a kind. Raises FileError."""
    importer = IMPORTERS[kind](options)
    table = open_table(path, options.told, kind=kind)
    matching = match_columns(importer.columns, table.columns, mapped=options.mapped, values=options.values)
    report = Report(kind, matching, Refusals(table.columns, path=refused_beside))
    for note in table.notes:
        report.note(note)
    return importer, table, report


@contextmanager
def one_import_at_a_time() -> Iterator[None]:
    """Hold off other imports: two at once would find each other's rows half saved. Raises BusyError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_IMPORT])
        if not cursor.fetchone()[0]:
            raise BusyError(_("Another import is running; wait until it is over and start this one again."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_IMPORT])


def _go_on(run: Import, path: Path, options: Options) -> None:
    importer, table, report = opened(run.kind, path, options)
    rows = Rows(importer, table, report)
    if run.row_count:
        rows.skip_to(run.row_count)
        # What the rows before a crash told was kept then.
        report.go_on_from(run.notes, run.counts, refused=run.refused_count)
    try:
        _take_in(run, rows, importer, report, lambda _rows: None)
    except FileError:
        # The file breaks off: what came in before is in.
        _settle(importer, report)
        raise
    _finish(run, importer, report)


def _take_in(run: Import, rows: Rows, importer: Importer, report: Report, progress: Progress) -> None:
    with report.refusals, _timed(report):
        for batch in batches(rows):
            save_part(run, importer, batch, report)
            progress(report.rows)


def _finish(run: Import, importer: Importer, report: Report) -> None:
    _settle(importer, report)
    end_import(run_id=run.pk, notes=report.notes_kept)


def _settle(importer: Importer, report: Report) -> None:
    for note in importer.finish():
        report.note(note)


@contextmanager
def _timed(report: Report) -> Iterator[None]:
    began = time.monotonic()
    try:
        yield
    finally:
        report.seconds = time.monotonic() - began
