"""How a file of deals comes in: statements for each deal and time, beside reading the file and inserting its cells by hand."""

import tempfile
import time
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from benchmarks.imports import by_hand
from tests.imports.made_deals import made_deals
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.parts import Rows, batches, try_part
from wellheard.listen.imports.running import opened
from wellheard.listen.models import Import

DEALS = 5_000


def main() -> None:
    """Print a line for a file that is new, for the same again and for one that says something else; all is rolled back."""
    made = made_deals(DEALS)
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "deals.csv"
        path.write_text(made.content, encoding="utf-8")
        Company.objects.bulk_create([Company(name=name, created_at=clock.now()) for name in made.companies])
        raw = by_hand(path)
        _measure("new", path, raw)
        _measure("the same again", path, raw)
        # A year later, every deal with another name.
        path.write_text(made.content.replace("2025-12-", "2026-01-").replace(" business", ""), encoding="utf-8")
        _measure("changed", path, raw)
        transaction.set_rollback(True)


def _measure(which: str, path: Path, raw: float) -> None:
    importer, table, report = opened(Import.Kind.DEALS, path, Options())
    statements, began = _Statements(), time.perf_counter()
    with connection.execute_wrapper(statements):
        for batch in batches(Rows(importer, table, report)):
            try_part(importer, batch, report)
    seconds = time.perf_counter() - began
    print(
        f"{DEALS:,} deals, {which}: {seconds:.1f} s, {statements.count / DEALS:.2f} statements each "
        f"({seconds / raw:.1f} x reading the file and inserting its cells by hand)"
    )


class _Statements:
    """Counts what is asked of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, *said: Any) -> Any:
        """Count one statement and let it through."""
        self.count += 1
        return execute(*said)


if __name__ == "__main__":
    main()
