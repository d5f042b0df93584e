"""The rows of a file as drafts, saved a part at a time: what a part saves and how far the import is stand or fall together."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wellheard.foundation import journal
from wellheard.listen.commands.import_runs import claim_part, keep_part
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells, Draft, Importer, Result
from wellheard.listen.imports.reading import Broken, Row, Table
from wellheard.listen.imports.reports import Report
from wellheard.listen.models import Import

BATCH = 500

Batch = list[tuple[Draft, Row]]


class Rows:
    """The rows of a table as drafts; broken, repeated and contradicting ones go to the report."""

    def __init__(self, importer: Importer, table: Table, report: Report) -> None:
        self._importer = importer
        self._rows = importer.arrange(table.rows)
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

    def skip_to(self, position: int) -> None:
        """Read again what was saved before a crash: later rows are told apart from these."""
        while self._report.rows < position and next(self, None):
            pass

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


def batches(rows: Rows) -> Iterator[Batch]:
    """Yield the rows in parts; the last may hold refused rows only, so it is yielded though it is empty."""
    while batch := _next_part(rows):
        yield batch
    yield []


def _next_part(rows: Rows) -> Batch:
    """Return the rows of a part: so many common ones, or fewer that are heavy."""
    part: Batch = []
    weight = 0
    for draft, row in rows:
        part.append((draft, row))
        weight += draft.weight
        if weight >= BATCH:
            break
    return part


def save_part(run: Import, importer: Importer, batch: Batch, report: Report) -> None:
    """Save one part and how far the import is. Raises ImportStoppedError when somebody stopped it or another worker goes on."""
    try:
        _save_once(run, importer, batch, report)
    except IntegrityError:
        # Somebody saved one of these a moment ago; now it is there to be found.
        _save_once(run, importer, batch, report)


def try_part(importer: Importer, batch: Batch, report: Report) -> None:
    """Save one part inside a transaction that is never kept."""
    _tell(importer.save([draft for draft, _row in batch]), batch, report)
    report.refusals.take_part()


@transaction.atomic
def _save_once(run: Import, importer: Importer, batch: Batch, report: Report) -> None:
    standing = claim_part(run_id=run.pk, after=run.row_count)
    with journal.keeping() as kept:
        results = importer.save([draft for draft, _row in batch])
    _tell(results, batch, report)
    run.row_count = report.rows
    keep_part(
        run=standing,
        rows=report.rows,
        counts=report.counts,
        touched=kept.touched,
        refused=[(one.number, one.reason, one.cells) for one in report.refusals.take_part()],
        notes=report.notes_kept,
    )


def _tell(results: list[Result], batch: Batch, report: Report) -> None:
    for result, (draft, row) in zip(results, batch, strict=True):
        if result.outcome == "refused":
            report.refusals.add(draft.number, result.reason, row.cells)
        else:
            report.counts[result.outcome] += 1
        for note in result.notes:
            report.note(note, line=draft.number)
