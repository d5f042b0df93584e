"""How long an import takes, as a ratio to reading and inserting the same rows by hand."""

import csv
import itertools
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction

from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.running import try_file

COMPANIES, FEEDBACK = 500, 10_000
_WORDS = (
    "the",
    "report",
    "export",
    "stops",
    "halfway",
    "and",
    "every",
    "customer",
    "waits",
    "for",
    "photos",
    "to",
    "upload",
)


def main() -> None:
    """Print one line for each kind of file; everything is rolled back."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        _measure("companies", COMPANIES, Path(folder), _company)
        _measure("feedback", FEEDBACK, Path(folder), _feedback)
        transaction.set_rollback(True)


def _measure(kind: str, count: int, folder: Path, row: Callable[[random.Random, int], dict[str, object]]) -> None:
    path = folder / f"{kind}.csv"
    dice = random.Random(count)
    rows = [row(dice, number) for number in range(count)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    raw = by_hand(path)
    report = try_file(kind=kind, path=path, options=Options(), progress=lambda _rows: None)
    print(
        f"import, {count:,} {kind}: {report.seconds:.1f} s, {count / report.seconds:,.0f} rows/s "
        f"({report.seconds / raw:.1f} x reading the file and inserting its cells by hand)"
    )


def by_hand(path: Path) -> float:
    """Read a file and insert its cells, and nothing else; return the seconds that took."""
    began = time.perf_counter()
    with connection.cursor() as cursor, path.open(newline="", encoding="utf-8") as file:
        cursor.execute("CREATE TEMP TABLE by_hand (id bigserial PRIMARY KEY, cells text[]) ON COMMIT DROP")
        reader = csv.reader(file)
        while batch := list(itertools.islice(reader, 500)):
            values = ", ".join(["(%s)"] * len(batch))
            cursor.execute(f"INSERT INTO by_hand (cells) VALUES {values}", batch)  # noqa: S608 - only placeholders
        cursor.execute("DROP TABLE by_hand")
    return time.perf_counter() - began


def _company(dice: random.Random, number: int) -> dict[str, object]:
    return {"id": f"A-{number}", "name": f"Company {number}", "country": "DE", "seats": dice.randint(1, 900)}


def _feedback(dice: random.Random, number: int) -> dict[str, object]:
    return {
        "id": number,
        "comment": " ".join(dice.choices(_WORDS, k=14)),
        "email": f"person{dice.randint(1, 1500)}@customer.example",
        "created_at": f"2026-{dice.randint(1, 9):02}-{dice.randint(1, 28):02}T10:00:00Z",
    }


if __name__ == "__main__":
    main()
