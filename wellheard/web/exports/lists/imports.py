"""Imports, and what one of them touched, as files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.listen.models import Import, ImportedRow
from wellheard.web.exports.table import Asked, Columns, NoSuchRowsError, Rows, Table, by_key
from wellheard.workspace.permissions import Permission


def _imports(_asked: Asked) -> Rows:
    return by_key(Import.objects.select_related("by"), ("-started_at", "-pk"))


def _import_columns() -> Columns:
    return {
        "id": lambda run: run.pk,
        "kind": lambda run: run.kind,
        "state": lambda run: run.state,
        "origin": lambda run: run.origin,
        "file_name": lambda run: run.file_name,
        "by": lambda run: run.by,
        "started_at": lambda run: run.started_at,
        "finished_at": lambda run: run.finished_at,
        "rows": lambda run: run.row_count,
        "new": lambda run: run.new_count,
        "updated": lambda run: run.updated_count,
        "unchanged": lambda run: run.unchanged_count,
        "refused": lambda run: run.refused_count,
        "taken_back": lambda run: run.undone_count,
    }


def _rows(asked: Asked) -> Rows:
    if not Import.objects.filter(pk=asked.key).exists():
        raise NoSuchRowsError(_("This import does not exist (any more)."))
    return by_key(ImportedRow.objects.filter(run=asked.key))


def _row_columns() -> Columns:
    return {
        "id": lambda row: row.pk,
        "kind": lambda row: row.kind,
        "object_id": lambda row: row.object_id,
        "change": lambda row: "added" if row.before is None else "changed",
        "before": lambda row: row.before,
        "kept": lambda row: row.kept,
    }


TABLES = (
    Table("imports", gettext_lazy("Imports"), _import_columns, _imports, needs=Permission.IMPORT_FILES),
    Table("import-rows", gettext_lazy("Rows an import touched"), _row_columns, _rows, needs=Permission.IMPORT_FILES),
)
