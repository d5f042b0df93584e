"""Counts that stop at a limit: a list of a million says "10,000+" as fast as a list of ten says "10"."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import connection
from django.db.models import QuerySet

# Nobody acts differently on the ten thousand and first.
MOST = 10_000


class UpTo(int):
    """How many there are, up to a limit; `is_more` where there are more than the number says, which is then shown with a plus."""

    is_more: bool

    def __new__(cls, number: int, *, most: int) -> Self:
        count = super().__new__(cls, min(number, most))
        count.is_more = number > most
        return count

    def __add__(self, other: int) -> "UpTo":
        total = int(self) + int(other)
        return UpTo(total + 1, most=total) if self.is_more or is_more(other) else UpTo(total, most=total)

    __radd__ = __add__


def up_to(rows: "QuerySet[Any, Any]", *, most: int = MOST) -> UpTo:
    """Count rows, no farther than a limit."""
    return UpTo(rows.order_by()[: most + 1].count(), most=most)


def each_up_to(counted: "Mapping[str, QuerySet[Any, Any]]", *, most: int = MOST) -> dict[str, UpTo]:
    """Count several kinds of rows in one statement, each no farther than a limit."""
    queries = [rows.order_by().values("pk")[: most + 1].query.sql_with_params() for rows in counted.values()]
    selected = ", ".join(f"(SELECT count(*) FROM ({sql}) AS rows)" for sql, _values in queries)  # noqa: S608 - as Django wrote it
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {selected}", [value for _sql, values in queries for value in values])
        found = cursor.fetchone()
    return {name: UpTo(number, most=most) for name, number in zip(counted, found, strict=True)}


def is_more(count: float) -> bool:
    """Tell whether there are more than this count says."""
    return isinstance(count, UpTo) and count.is_more
