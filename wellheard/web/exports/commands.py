"""Note who took a list away as a file."""

from django.db import transaction

from wellheard.foundation.facts import ledger, names

EXPORTED = names.declare(
    "list.exported", "Somebody took a list away as a file: `list` is which, `of` of what, `rows` how many rows it had."
)


@transaction.atomic
def note_export(*, name: str, of: int, rows: int) -> None:
    """Note that a list leaves as a file, before its first row does: whatever becomes of the download, it is known."""
    ledger.record(EXPORTED, ledger.About("list", of), list=name, rows=rows)
