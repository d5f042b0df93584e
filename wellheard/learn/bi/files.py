"""The tables as files: CSV for a spreadsheet, Parquet for whatever reads columns."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction

from wellheard.foundation.text.sheets import safe_cell
from wellheard.learn.bi.schema import make
from wellheard.learn.bi.table import SCHEMA, Table
from wellheard.listen.usage.event_store import StoreError
from wellheard.listen.usage.lake import extensions
from wellheard.listen.usage.stores import place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# So many rows are in memory at once.
_PART = 500


class _Echo:
    """What csv writes to: it only hands the line on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[str]:
    """Yield the head, then a part of the rows at a time, as of one moment. Cells a spreadsheet would run begin with a quote."""
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in table.columns])
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(table.select)
        while rows := cursor.fetchmany(_PART):
            yield "".join(writer.writerow([safe_cell(value) for value in row]) for row in rows)


def count(table: Table) -> int:
    """Return how many rows a table has now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({table.select}) AS counted")  # noqa: S608 - pieces of our own
        return int(cursor.fetchone()[0])


def write_csv(table: Table, file: Path) -> None:
    """Write a table to a file, marked as UTF-8 so that spreadsheets read every language."""
    with file.open("w", newline="", encoding="utf-8-sig") as written:
        written.writelines(csv_lines(table))


def write_parquet(tables: list[Table], folder: Path) -> None:
    """Write each table to a file of its own in a folder. Raises StoreError where the database cannot be read so."""
    import duckdb

    make()
    duck = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    try:
        _attach(duck)
        for table in tables:
            target = _literal(str(folder / f"{table.name}.parquet"))
            duck.execute(f"COPY (SELECT * FROM bi_source.{SCHEMA}.{table.name}) TO {target} (FORMAT parquet)")  # noqa: S608
    except duckdb.Error as problem:
        # The address of the database, with its password, may stand in what DuckDB says.
        raise StoreError(f"The tables cannot be read as columns ({type(problem).__name__}).") from None
    finally:
        duck.close()


def _attach(duck: "DuckDBPyConnection") -> None:
    source = place()
    extensions.load(duck, ("postgres",), source.links)
    duck.execute(f"SET memory_limit = '{source.memory}'")
    duck.execute(f"SET threads = {source.threads}")
    duck.execute(f"ATTACH {_literal(source.dsn)} AS bi_source (TYPE postgres, READ_ONLY, SCHEMA '{SCHEMA}')")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
