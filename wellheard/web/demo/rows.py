"""Which rows are the demo's: those that its story brought, and nothing that somebody added before or since.

Row numbers only grow, and the story is told in one transaction into an installation without customers. So how far each
table went before and after it says which rows are its own; the fact of its telling keeps both.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from wellheard.learn.models import Benchmark
from wellheard.workspace.models import Category, Product, Staff, Vendor

# What stays whoever brought it: the installation, its owner, one product to file under, the standard categories and benchmarks.
KEPT: tuple[type[models.Model], ...] = (Vendor, Staff, Product, Category, Benchmark)
_STAGES = "wellheard."

Stretch = tuple[int, int]


def rows_there() -> dict[str, int]:
    """Return how far each of our tables goes now."""
    # Names and numbers of our own tables, so nothing of it comes from outside.
    parts = [
        f"SELECT '{model._meta.db_table}', coalesce(max({_key(model)}), 0) FROM {_quoted(model._meta.db_table)}"  # noqa: S608, SLF001
        for model in models_of_ours()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: int(last) for table, last in cursor.fetchall()}


def models_of_ours() -> list[type[models.Model]]:
    """Return all models of the product whose rows have numbers of their own."""
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith(_STAGES)]
    return [model for model in ours if model._meta.managed and isinstance(model._meta.pk, models.AutoField)]  # noqa: SLF001


def removable() -> list[type[models.Model]]:
    """Return the models of whose rows the story's go."""
    return [model for model in models_of_ours() if model not in KEPT]


@transaction.atomic
def remove_rows(stretches: dict[str, Stretch]) -> None:
    """Delete the rows of these stretches, and what cannot be without them; what can be loses only its link to them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in removable():
            table = model._meta.db_table  # noqa: SLF001
            first, last = stretches.get(table, (0, 0))
            cursor.execute(
                f"DELETE FROM {_quoted(table)} WHERE {_key(model)} > %s AND {_key(model)} <= %s",  # noqa: S608
                [first, last],
            )
        while _let_go():
            pass
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _let_go() -> int:
    """Follow every reference that leads nowhere now; return how many rows that changed."""
    changed = 0
    with connection.cursor() as cursor:
        for model in models_of_ours():
            for column in model._meta.concrete_fields:  # noqa: SLF001
                if column.is_relation and column.related_model in removable():
                    cursor.execute(_statement(model, column))
                    changed += cursor.rowcount
    return changed


def _statement(model: type[models.Model], column: "models.Field[Any, Any]") -> str:
    table, there = _quoted(model._meta.db_table), _quoted(column.related_model._meta.db_table)  # type: ignore[union-attr]  # noqa: SLF001
    link, key = _quoted(str(column.column)), _key(column.related_model)  # type: ignore[arg-type]
    nowhere = f"{link} IS NOT NULL AND NOT EXISTS (SELECT FROM {there} there WHERE there.{key} = {table}.{link})"
    remote: Any = column.remote_field
    if column.null and remote.on_delete is not models.CASCADE:
        return f"UPDATE {table} SET {link} = NULL WHERE {nowhere}"  # noqa: S608
    return f"DELETE FROM {table} WHERE {nowhere}"  # noqa: S608


def _key(model: type[models.Model]) -> str:
    return _quoted(str(model._meta.pk.column))  # noqa: SLF001


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
