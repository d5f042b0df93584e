"""Take a whole import back: what it added goes, what it changed is as before, as far as nobody built on it since."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, cast

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands import settle_mrr
from wellheard.foundation import journal
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands.import_runs import ImportRunError
from wellheard.listen.models import Import, ImportedRow

UNDO_BEGUN = names.declare("import.undo_begun", "Somebody takes an import back.")
UNDONE = names.declare(
    "import.undone", "An import was taken back, but for rows that somebody changed or built on since."
)

State = Import.State
PART = 500
# Rows that are nothing without another: they stay with one that stays.
_BELONGS_TO = {"customers.contactidentity": "contact", "customers.membership": "contact"}
# Kept by ourselves from other rows; that they point at a row says nothing of its use.
_NO_USE = {
    "customers.segmentmember",
    "decide.ideamonth",
    "decide.segmentidea",
    "decide.idea.loudest",
    "decide.idea.public_quote",
    "conversations.readmark",
}


@transaction.atomic
def begin_undo(*, run_id: int) -> Import:
    """Begin to take an import back; asked again while it goes on or after it, nothing changes. Raises ImportRunError."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).filter(pk=run_id).first()
    if run is None:
        raise ImportRunError(_("This import does not exist any more. Go back to the list of imports."))
    if run.state in {State.UNDOING, State.UNDONE}:
        return run
    if run.state not in Import.ENDED:
        raise ImportRunError(_("This import is not over. Stop it first, then take it back."))
    if not run.touched.exists():
        raise ImportRunError(_("What this import touched is not known any more, so it cannot be taken back."))
    run.state = State.UNDOING
    run.save(update_fields=["state"])
    ledger.record(UNDO_BEGUN, run, kind=run.kind)
    return run


@transaction.atomic
def undo_part(*, run_id: int) -> int:
    """Take back what the import touched last, so many rows at a time; return how many it looked at, 0 when all is done."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    if run.state != State.UNDOING:
        return 0
    part = list(run.touched.filter(kept="").order_by("-pk")[:PART])
    for (label, is_added), entries in groupby(part, key=lambda one: (one.kind, one.before is None)):
        take_back = _remove if is_added else _restore
        run.undone_count += take_back(apps.get_model(label), list(entries))
    run.save(update_fields=["undone_count"])
    return len(part)


@transaction.atomic
def end_undo(*, run_id: int) -> Import:
    """Note that an import was taken back; what follows from all its rows follows now, once."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    if run.state == State.UNDOING:
        run.state = State.UNDONE
        run.save(update_fields=["state"])
        settle_mrr()
        ledger.record(UNDONE, run, kind=run.kind, undone=run.undone_count, kept=run.touched.count())
    return run


def _remove(model: type[models.Model], entries: list[ImportedRow]) -> int:
    rows = _rows(model, entries)
    used = _used(model, rows) | _of_rows_that_stay(model, entries, rows)
    gone: list[ImportedRow] = []
    for entry in entries:
        row = rows.get(entry.object_id)
        if row is not None and journal.fingerprint(row) != entry.fingerprint:
            _keep(entry, ImportedRow.Kept.CHANGED)
        elif row is not None and entry.object_id in used:
            _keep(entry, ImportedRow.Kept.USED)
        else:
            gone.append(entry)
    model._base_manager.filter(pk__in=[entry.object_id for entry in gone]).delete()  # noqa: SLF001
    return _forget(gone)


def _restore(model: type[models.Model], entries: list[ImportedRow]) -> int:
    rows = _rows(model, entries)
    restored: list[ImportedRow] = []
    for entry in entries:
        row, before = rows.get(entry.object_id), entry.before or {}
        if row is not None and journal.fingerprint(row, before) != entry.fingerprint:
            _keep(entry, ImportedRow.Kept.CHANGED)
            continue
        if row is not None:
            journal.put_back(row, before)
            row.save(update_fields=list(before))
        restored.append(entry)
    return _forget(restored)


def _rows(model: type[models.Model], entries: list[ImportedRow]) -> dict[int, models.Model]:
    keys = {entry.object_id for entry in entries}
    found = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")  # noqa: SLF001
    return {row.pk: row for row in found}


def _of_rows_that_stay(
    model: type[models.Model], entries: list[ImportedRow], rows: dict[int, models.Model]
) -> set[int]:
    """Return the rows that belong to one which this import added and which has to stay: a contact's address, say."""
    owner = _BELONGS_TO.get(entries[0].kind)
    if owner is None:
        return set()
    owners = {getattr(row, f"{owner}_id") for row in rows.values()}
    model_of_owner = cast("type[models.Model]", model._meta.get_field(owner).related_model)  # noqa: SLF001
    label = model_of_owner._meta.label_lower  # noqa: SLF001
    added = ImportedRow.objects.filter(run=entries[0].run_id, kind=label, before__isnull=True, object_id__in=owners)
    prints = dict(added.values_list("object_id", "fingerprint"))
    stay = _used(model_of_owner, prints, besides=_BELONGS_TO)
    for one in model_of_owner._base_manager.filter(pk__in=prints):  # noqa: SLF001
        if journal.fingerprint(one) != prints[one.pk]:
            stay.add(one.pk)
    return {key for key, row in rows.items() if getattr(row, f"{owner}_id") in stay}


def _used(model: type[models.Model], keys: Iterable[int], *, besides: Collection[str] = ()) -> set[int]:
    """Return which of these rows another row points at: answers, evidence, whatever later stages have."""
    used: set[int] = set()
    for other, name in _pointing_at(model):
        if other._meta.label_lower in besides:  # noqa: SLF001
            continue
        found = other._base_manager.filter(**{f"{name}__in": list(keys)})  # noqa: SLF001
        used |= set(found.values_list(name, flat=True).distinct())
    return used


def _pointing_at(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001
        found: Any = relation
        is_reverse = relation.auto_created and not relation.concrete and not relation.many_to_many
        if not is_reverse:
            continue
        label = found.related_model._meta.label_lower  # noqa: SLF001
        if not _NO_USE & {label, f"{label}.{found.field.name}"}:
            yield found.related_model, found.field.name


def _keep(entry: ImportedRow, why: ImportedRow.Kept) -> None:
    entry.kept = why
    entry.save(update_fields=["kept"])


def _forget(entries: list[ImportedRow]) -> int:
    ImportedRow.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)
