"""The schema in which the tables for other tools stand: views of ours, the same names for ever, nothing to write to.

Whoever may read them is named by the operator (docs/bi.md). The schema itself is never dropped, so that what was granted on it,
and what is granted by default on new tables in it, holds through every upgrade.
"""

import hashlib

from babel.core import get_global
from django.db import connection

from wellheard.foundation.derived import Derived, register
from wellheard.learn.bi.table import SCHEMA, Table
from wellheard.learn.bi.tables import TABLES

_USUAL_DECIMALS = 2


def register_derived() -> None:
    """Let the tables be taken away before an upgrade and made again after it."""
    register(Derived("The tables for other tools", make, drop))


def make() -> None:
    """Make the schema, or make it anew where another version made it; nothing where it is as it should be.

    Raises django.db.Error where the database's user may make no schema.
    """
    statements = _statements()
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    if _mark() == mark:
        return
    drop()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        cursor.execute(";\n".join(statements))
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{mark}'")


def drop() -> None:
    """Take the tables away, with whatever somebody built upon them; the schema and what is granted on it stay."""
    if not _mark():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = %s", [SCHEMA])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP VIEW IF EXISTS {SCHEMA}."{name}" CASCADE')
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS ''")


def _mark() -> str | None:
    """Return what the schema was made from; empty where it holds nothing; None where there is no schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace WHERE nspname = %s", [SCHEMA]
        )
        found = cursor.fetchone()
    return str(found[0]) if found else None


def _statements() -> list[str]:
    made = [_major()]
    for table in TABLES.values():
        made.append(f"CREATE VIEW {SCHEMA}.{table.name} AS {table.select}")
        made.append(f"COMMENT ON VIEW {SCHEMA}.{table.name} IS {_literal(table.meaning)}")
        made.extend(_comments(table))
    return made


def _comments(table: Table) -> list[str]:
    place = f"{SCHEMA}.{table.name}"
    return [f'COMMENT ON COLUMN {place}."{one.name}" IS {_literal(one.meaning)}' for one in table.columns]


def _major() -> str:
    """Return the function that turns minor units into whole ones; the decimals of currencies are Unicode's (CLDR)."""
    others: dict[int, list[str]] = {}
    for currency, (decimals, *_rest) in sorted(get_global("currency_fractions").items()):
        if len(currency) == len("EUR") and decimals != _USUAL_DECIMALS and currency.isalpha():
            others.setdefault(decimals, []).append(f"'{currency}'")
    whens = " ".join(
        f"WHEN currency IN ({', '.join(named)}) THEN {10**decimals}" for decimals, named in sorted(others.items())
    )
    return (
        f"CREATE OR REPLACE FUNCTION {SCHEMA}.major(minor bigint, currency text) RETURNS numeric LANGUAGE sql IMMUTABLE "
        f"PARALLEL SAFE AS $$ SELECT (minor / CASE {whens} ELSE 100 END::numeric) $$"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
