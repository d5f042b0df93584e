"""The life of an import: uploaded, tried, coming in part by part, over; stopped, taken up again, or taken back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.models import Import, ImportedRow, ImportHabit, RefusedRow
from wellheard.workspace.models import Staff

UPLOADED = names.declare("import.uploaded", "A file was uploaded to be imported; nothing of it has come in yet.")
PREPARED = names.declare("import.prepared", "Somebody said how a file is meant; it is tried before anything is saved.")
BEGUN = names.declare("import.begun", "A file begins to come in, or goes on.")
STOPPED = names.declare("import.stopped", "An import was stopped; what had come in stays.")
BROKEN_OFF = names.declare("import.failed", "An import broke off because its file cannot be read further.")
FINISHED = names.declare(
    "import.finished", "An import is over: how many rows were new, updated, unchanged and refused."
)
DISCARDED = names.declare("import.discarded", "A file was thrown away before anything of it came in.")

State = Import.State
MOST_REFUSED_KEPT = 100_000


class ImportRunError(ValueError):
    """An import cannot do this now; the text says why and what to do."""


class ImportStoppedError(Exception):
    """Somebody stopped the import, or another worker goes on with it: this one has nothing more to do."""


@transaction.atomic
def upload_import(*, kind: str, origin: str, file_name: str, file: str, by: Staff) -> Import:
    """Note a file that lies ready under files/imports, with what was said of this system's files last time."""
    origin = clean_line(origin)[:60]
    habit = ImportHabit.objects.filter(kind=kind, origin=origin).first()
    run = Import.objects.create(
        kind=kind,
        state=State.UPLOADED,
        origin=origin,
        file_name=clean_line(file_name)[:255] or "file",
        file=file,
        options=habit.options if habit else {},
        by=by,
        started_at=clock.now(),
    )
    ledger.record(UPLOADED, run, kind=kind)
    return run


@transaction.atomic
def prepare_import(*, run_id: int, options: Mapping[str, Any], columns: Sequence[str]) -> Import:
    """Keep how a file is meant and try it; the same again changes nothing. Raises ImportRunError once rows have come in."""
    run = _locked(run_id)
    if run.state not in Import.NOT_BEGUN:
        raise ImportRunError(_("This file is coming in already, so its columns stay as they are."))
    if run.options == options and run.state != State.UPLOADED and not run.problem:
        return run
    run.options, run.columns, run.state = dict(options), list(columns), State.CHECKING
    run.trial, run.problem, run.rows_expected, run.row_count = {}, "", None, 0
    run.save(update_fields=["options", "columns", "state", "trial", "problem", "rows_expected", "row_count"])
    ImportHabit.objects.update_or_create(kind=run.kind, origin=run.origin, defaults={"options": run.options})
    ledger.record(PREPARED, run, kind=run.kind)
    return run


@transaction.atomic
def note_trial(*, run_id: int, options: Mapping[str, Any], trial: Mapping[str, Any], rows: int, problem: str) -> None:
    """Keep what trying a file showed, unless it is meant otherwise by now."""
    run = _locked(run_id)
    if run.state != State.CHECKING or run.options != options:
        return
    run.state = State.UPLOADED if problem else State.CHECKED
    run.trial, run.rows_expected, run.row_count, run.problem = dict(trial), rows, 0, problem
    run.save(update_fields=["state", "trial", "rows_expected", "row_count", "problem"])


@transaction.atomic
def begin_import(*, run_id: int) -> Import:
    """Let a tried file come in, or a stopped one go on. A double click begins it once. Raises ImportRunError."""
    run = _locked(run_id)
    if run.state == State.RUNNING:
        return run
    if run.state not in {State.CHECKED, State.STOPPED, State.FAILED} or not run.file:
        raise ImportRunError(_("This file cannot come in now: upload it again, or try it first."))
    run.state, run.problem, run.finished_at = State.RUNNING, "", None
    run.save(update_fields=["state", "problem", "finished_at"])
    ledger.record(BEGUN, run, kind=run.kind)
    return run


@transaction.atomic
def begin_from_file(*, kind: str, origin: str, file_name: str, columns: Sequence[str]) -> Import:
    """Note that a file which lies with its user begins to come in. It cannot go on after a crash: run it again."""
    abandoned = Import.objects.filter(state=State.RUNNING, file="")
    abandoned.update(state=State.STOPPED, finished_at=clock.now())
    return Import.objects.create(
        kind=kind,
        state=State.RUNNING,
        origin=origin[:60],
        file_name=file_name[:255],
        columns=list(columns),
        started_at=clock.now(),
    )


def claim_part(*, run_id: int, after: int) -> Import:
    """Hold an import whose next part begins after so many rows until the part is saved. Raises ImportStoppedError."""
    run = _locked(run_id)
    if run.state != State.RUNNING or run.row_count != after:
        raise ImportStoppedError
    return run


@transaction.atomic
def keep_part(
    *,
    run: Import,
    rows: int,
    counts: Mapping[str, int],
    touched: Sequence[journal.Touched],
    refused: Sequence[tuple[int, str, dict[str, str]]],
    notes: Sequence[dict[str, Any]],
) -> None:
    """Note that a part is saved, in the transaction that saved it: what it touched and which of its rows were refused."""
    ImportedRow.objects.bulk_create(_journal(run, touched), batch_size=1000)
    room = max(MOST_REFUSED_KEPT - run.refused_count, 0)
    RefusedRow.objects.bulk_create(
        [RefusedRow(run=run, number=number, reason=reason, cells=cells) for number, reason, cells in refused[:room]]
    )
    run.row_count, run.refused_count, run.notes = rows, run.refused_count + len(refused), list(notes)
    run.new_count, run.updated_count, run.unchanged_count = counts["new"], counts["updated"], counts["unchanged"]
    run.save(update_fields=["row_count", "refused_count", "notes", "new_count", "updated_count", "unchanged_count"])


@transaction.atomic
def end_import(*, run_id: int, notes: Sequence[dict[str, Any]]) -> Import:
    """Note that an import is over; what follows from all its rows follows now, once. One that was stopped stays stopped."""
    run = _locked(run_id)
    if run.state != State.RUNNING:
        return run
    run.state, run.finished_at, run.notes = State.DONE, clock.now(), list(notes)
    run.save(update_fields=["state", "finished_at", "notes"])
    _record_finished(run)
    return run


@transaction.atomic
def stop_import(*, run_id: int) -> Import:
    """Stop an import after the part in hand; what came in stays, and it can go on later. Stopping it again changes nothing."""
    run = _locked(run_id)
    if run.state != State.RUNNING:
        return run
    run.state, run.finished_at = State.STOPPED, clock.now()
    run.save(update_fields=["state", "finished_at"])
    ledger.record(STOPPED, run, kind=run.kind, rows=run.row_count)
    _record_finished(run)
    return run


@transaction.atomic
def fail_import(*, run_id: int, problem: str) -> Import:
    """Note that the file cannot be read further, and why; what came in stays."""
    run = _locked(run_id)
    if run.state != State.RUNNING:
        return run
    run.state, run.finished_at, run.problem = State.FAILED, clock.now(), problem[:2000]
    run.save(update_fields=["state", "finished_at", "problem"])
    ledger.record(BROKEN_OFF, run, kind=run.kind, rows=run.row_count)
    _record_finished(run)
    return run


@transaction.atomic
def discard_import(*, run_id: int) -> None:
    """Throw a file away of which nothing has come in. Raises ImportRunError once rows have."""
    run = Import.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if run is None:
        return
    if run.state not in Import.NOT_BEGUN:
        raise ImportRunError(_("Rows of this file have come in; take the import back instead."))
    ledger.record(DISCARDED, run, kind=run.kind, file=run.file)
    run.delete()


def _record_finished(run: Import) -> None:
    ledger.record(
        FINISHED,
        run,
        kind=run.kind,
        new=run.new_count,
        updated=run.updated_count,
        unchanged=run.unchanged_count,
        refused=run.refused_count,
    )
    # Those that found another at work wait for nothing more.
    for waiting in Import.objects.filter(state=State.RUNNING).exclude(file="").exclude(pk=run.pk):
        ledger.record(BEGUN, waiting, kind=waiting.kind)


def _journal(run: Import, touched: Iterable[journal.Touched]) -> list[ImportedRow]:
    return [
        ImportedRow(
            run=run,
            kind=one.row._meta.label_lower,  # noqa: SLF001 - documented
            object_id=one.row.pk,
            before=one.before,
            fingerprint=journal.fingerprint(one.row, one.before or ()),
        )
        for one in touched
    ]


def _locked(run_id: int) -> Import:
    run = Import.objects.select_for_update(of=("self",), no_key=True).filter(pk=run_id).first()
    if run is None:
        raise ImportRunError(_("This import does not exist any more. Go back to the list of imports."))
    return run
