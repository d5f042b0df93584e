"""Pages of long lists by key instead of by number: as quick for the last page as for the first, and stable while rows arrive."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import Field, Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list; `next` is the cursor of the following page, empty at the end; `is_first` at the beginning."""

    items: list[Item]
    next: str
    is_first: bool


def page_of(rows: QuerySet[Row], *, order: Sequence[str], cursor: str = "", size: int = SIZE) -> Page[Row]:
    """Return the page after a cursor. The order names columns or annotations without NULLs and ends with the key.

    A cursor that cannot be read, because somebody typed one, is the first page.
    """
    after = _values(cursor, order, rows.model)
    try:
        rows = rows.filter(_beyond(order, after)) if after else rows
    except (ValidationError, ValueError, TypeError):
        after = []
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    return Page(found[:size], _cursor(found[size - 1], order) if more else "", is_first=not after)


def plain_page_of(
    model: type[Model],
    columns: Sequence[str],
    *,
    where: Mapping[str, Any],
    order: Sequence[str],
    cursor: str = "",
    size: int = SIZE,
) -> Page[dict[str, Any]]:
    """As page_of, for columns of one table and its rows with just these values, in an order that runs one way.

    For what programs ask all the time: its SQL is put together once, which takes Django longer than PostgreSQL its answer.
    """
    names = [name.removeprefix("-") for name in order]
    after = [
        _field(model, name).get_db_prep_value(_field(model, name).to_python(value), connection)
        for name, value in zip(names, _values(cursor, order, model), strict=False)
    ]
    conditions = tuple((column, value is None) for column, value in where.items())
    statement = _statement(model, tuple(columns), conditions, tuple(order), is_begun=bool(after))
    with connection.cursor() as asked:
        asked.execute(statement, [*(value for value in where.values() if value is not None), *after, size + 1])
        found = [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]
    following = _cursor_at([found[size - 1][name] for name in names]) if len(found) > size else ""
    return Page(found[:size], following, is_first=not after)


@lru_cache(maxsize=256)
def _statement(
    model: type[Model],
    columns: tuple[str, ...],
    conditions: tuple[tuple[str, bool], ...],
    order: tuple[str, ...],
    *,
    is_begun: bool,
) -> str:
    """Return the SQL of a page. All names are ours; the values come later."""
    quote, falls = connection.ops.quote_name, order[0].startswith("-")
    if any(name.startswith("-") != falls for name in order):
        raise ValueError(f"The order {order} does not run one way.")
    sorted_by = [quote(name.removeprefix("-")) for name in order]
    wanted = [f"{quote(column)} IS NULL" if is_none else f"{quote(column)} = %s" for column, is_none in conditions]
    if is_begun:
        wanted.append(f"({', '.join(sorted_by)}) {'<' if falls else '>'} ({', '.join(['%s'] * len(sorted_by))})")
    way = " DESC" if falls else ""
    return (
        f"SELECT {', '.join(map(quote, columns))} FROM {quote(model._meta.db_table)} "  # noqa: S608, SLF001
        f"WHERE {' AND '.join(wanted) or 'TRUE'} ORDER BY {', '.join(name + way for name in sorted_by)} LIMIT %s"
    )


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)  # noqa: SLF001 - documented
    # What the database works out itself is read as what comes of it.
    return cast("Field[Any, Any]", getattr(field, "output_field", field))


def cursor_of(row: Model, order: Sequence[str]) -> str:
    """Return the cursor of what follows this row, wherever it stands; the row has the order's annotations."""
    return _cursor(row, order)


def _beyond(order: Sequence[str], after: Sequence[Any]) -> Q:
    beyond, same = Q(pk__in=[]), Q()
    for column, value in zip(order, after, strict=True):
        name = column.removeprefix("-")
        beyond |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    # What is beyond is at least level in the first column: said apart, an index can begin there instead of reading all rows.
    first = order[0].removeprefix("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": after[0]}) & beyond


def _cursor(row: Model, order: Sequence[str]) -> str:
    return _cursor_at([getattr(row, column.removeprefix("-")) for column in order])


def _cursor_at(values: list[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _values(cursor: str, order: Sequence[str], model: type[Model]) -> list[Any]:
    if not cursor:
        return []
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return []
    if not isinstance(values, list) or len(values) != len(order) or not all(_is_plain(value) for value in values):
        return []
    return values if all(_fits(model, column, value) for column, value in zip(order, values, strict=True)) else []


def _fits(model: type[Model], column: str, value: object) -> bool:
    """Tell whether a column can be compared with this: somebody may have typed a day where a moment belongs."""
    name = column.removeprefix("-")
    try:
        field = model._meta.pk if name == "pk" else _field(model, name)  # noqa: SLF001 - documented
    except FieldDoesNotExist:
        return True
    try:
        read = field.to_python(value)
    except (ValidationError, ValueError, TypeError):
        return False
    return not isinstance(read, datetime) or _is_moment(read)


def _is_moment(read: datetime) -> bool:
    try:
        # At the ends of time an offset leads beyond it.
        return read.tzinfo is not None and bool(read.astimezone(UTC))
    except OverflowError:
        return False


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        # Neither NUL nor half a character, which no database stores.
        return "\x00" not in value and value == value.encode("utf-8", "ignore").decode()
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
