"""What a list is as a file: its rows part by part, and its columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from wellheard.foundation.paging import page_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

# So many rows are in memory at once.
PART = 500

# Columns have one name in every language, the import's where it knows them: a file made here can be read in again.
Columns = dict[str, Callable[[Any], Any]]


class NoSuchRowsError(LookupError):
    """What the list is of does not exist (any more); the text says so."""


@dataclass(frozen=True)
class Asked:
    """Which rows somebody asks for: the filter of the list as it stands in the address, and who asks."""

    query: Any
    staff: Staff

    @property
    def of(self) -> str:
        """What the list is of, such as one idea."""
        return str(self.query.get("of", ""))

    @property
    def key(self) -> int:
        """The key of what the list is of; 0 when somebody typed none."""
        written = self.of
        return int(written) if is_whole_number(written) else 0


@dataclass(frozen=True)
class Rows:
    """How many rows there are, and the rows part by part, each in a fixed number of queries."""

    count: int
    parts: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class Table:
    """One list: what it is called, what reading it asks for, its columns and its rows."""

    name: str
    title: str | Promise
    columns: Callable[[], Columns]
    rows: Callable[[Asked], Rows]
    needs: Permission = Permission.VIEW


def by_key(rows: QuerySet[Any], order: Sequence[str] = ("pk",)) -> Rows:
    """Return the rows of a query in an order that ends with the key, one page of the list after the other."""
    return Rows(rows.count(), _parts(rows, order))


def _parts(rows: QuerySet[Any], order: Sequence[str]) -> Iterator[Sequence[Model]]:
    page = page_of(rows, order=order, size=PART)
    yield page.items
    while page.next:
        page = page_of(rows, order=order, cursor=page.next, size=PART)
        yield page.items


def attribute_columns(attributes: Iterable[Any], taken: Mapping[str, Any]) -> Columns:
    """Return a column for each custom attribute whose key is not the name of another column."""
    return {attribute.key: partial(_attribute, attribute.key) for attribute in attributes if attribute.key not in taken}


def _attribute(key: str, row: Any) -> Any:
    return row.attributes.get(key)
