"""Open a lake: one connection of DuckDB for each process that needs one."""

from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from wellheard.listen.usage.event_store import StoreError
from wellheard.listen.usage.lake import extensions
from wellheard.listen.usage.lake.places import Bucket, Place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Writers meet at the number of the next state and try again; ten times, as is usual, is too few.
_RETRIES = 100
# Batches up to so many rows are kept in the catalog until the night, or every one would be a file.
INLINED_ROWS = 1000

_TABLES = (
    """CREATE TABLE IF NOT EXISTS events (
        said_at TIMESTAMP, received_at TIMESTAMP, source_id BIGINT, message_id VARCHAR, kind VARCHAR, name VARCHAR,
        company_id BIGINT, contact_id BIGINT, known_as VARCHAR, user_id VARCHAR, device VARCHAR, group_id VARCHAR,
        properties VARCHAR, context VARCHAR, is_trusted BOOLEAN
    )""",
    "ALTER TABLE events SET PARTITIONED BY (year(said_at), month(said_at))",
    "ALTER TABLE events SET SORTED BY (company_id ASC, said_at ASC)",
    "CREATE TABLE IF NOT EXISTS batches (number BIGINT)",
)


def open_lake(place: Place) -> "DuckDBPyConnection":
    """Return a connection to the lake, made at the first time. Raises StoreError; its text holds no address and no key."""
    import duckdb

    duck = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": place.threads,
            "memory_limit": place.memory,
        }
    )
    try:
        _attach(duck, place)
    except (duckdb.Error, psycopg.Error, OSError) as problem:
        duck.close()
        raise StoreError(f"The lake of usage events cannot be opened: {reason(problem, place)}") from None
    except BaseException:
        duck.close()
        raise
    return duck


def _attach(duck: "DuckDBPyConnection", place: Place) -> None:
    extensions.load(duck, ("postgres", "ducklake", *(("httpfs",) if place.is_remote else ())), place.links)
    if place.is_remote:
        _tell_keys(duck, place.bucket)
    else:
        Path(place.files).mkdir(mode=0o700, parents=True, exist_ok=True)
    duck.execute(f"SET ducklake_max_retry_count = {_RETRIES}")
    is_new = not _follow_the_files(place)
    duck.execute(
        f"ATTACH {_literal('ducklake:postgres:' + place.dsn)} AS lake (DATA_PATH {_literal(_folder(place))}, "
        f"METADATA_SCHEMA {_literal(place.schema)}, DATA_INLINING_ROW_LIMIT {INLINED_ROWS})"
    )
    duck.execute("USE lake")
    if is_new:
        for statement in _TABLES:
            duck.execute(statement)


def _tell_keys(duck: "DuckDBPyConnection", bucket: Bucket) -> None:
    said = {"KEY_ID": bucket.key_id, "SECRET": bucket.secret, "REGION": bucket.region}
    if bucket.endpoint:
        bare = bucket.endpoint.removeprefix("https://").removeprefix("http://").rstrip("/")
        said |= {"ENDPOINT": bare, "URL_STYLE": "path"}
    parts = [f"{name} {_literal(value)}" for name, value in said.items() if value]
    if bucket.endpoint.startswith("http://"):
        parts.append("USE_SSL false")
    duck.execute(f"CREATE SECRET (TYPE s3, {', '.join(parts)})")


def _follow_the_files(place: Place) -> bool:
    """Tell whether the lake is there; the catalog names its files from one folder on, which may have been moved."""
    table = sql.Identifier(place.schema, "ducklake_metadata")
    with psycopg.connect(place.dsn) as database:
        known = database.execute("SELECT to_regclass(%s)", [f'"{place.schema}".ducklake_metadata']).fetchone()
        if not known or known[0] is None:
            return False
        database.execute(
            sql.SQL("UPDATE {} SET value = %(files)s WHERE key = 'data_path' AND value <> %(files)s").format(table),
            {"files": _folder(place)},
        )
        has_tables = database.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE table_name = 'batches' AND end_snapshot IS NULL)").format(
                sql.Identifier(place.schema, "ducklake_table")
            )
        ).fetchone()
    return bool(has_tables and has_tables[0])


def _folder(place: Place) -> str:
    return place.files.rstrip("/") + "/"


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def reason(problem: Exception, place: Place) -> str:
    """Return why, without what nobody should read in a log."""
    said = (str(problem).strip() or type(problem).__name__).splitlines()[0]
    for secret in (place.dsn, place.bucket.secret, place.bucket.key_id):
        said = said.replace(secret, "…") if secret else said
    return said
