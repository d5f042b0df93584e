"""What one large change touched, row by row, so that it can be taken back. Nothing is kept unless somebody asks for it."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

# Kept by commands and reactions from other rows: they say nothing of whether somebody changed this one.
_COUNTED = re.compile(r"_count$|^(mrr|risk|lost|largest)_|_share$|^(loudest|public_quote)_id$|^version$|^id$")


@dataclass(frozen=True)
class Touched:
    """One row: added when `before` is None, else the columns that changed with what stood in them."""

    row: Model
    before: dict[str, Any] | None


@dataclass
class Journal:
    """The rows touched so far, in their order."""

    touched: list[Touched] = field(default_factory=list)


_keeping: ContextVar[Journal | None] = ContextVar("keeping", default=None)


@contextmanager
def keeping() -> Iterator[Journal]:
    """Keep what commands inside tell of the rows they touch."""
    journal = Journal()
    token = _keeping.set(journal)
    try:
        yield journal
    finally:
        _keeping.reset(token)


def added(rows: Iterable[Model]) -> None:
    """Tell that these rows are new and saved."""
    if journal := _keeping.get():
        journal.touched += [Touched(row, None) for row in rows]


def changed(row: Model, before: Mapping[str, Any]) -> None:
    """Tell that columns of a row changed and is saved; `before` has what stood in them."""
    if (journal := _keeping.get()) and before:
        columns = {_column(row, name): _kept(value) for name, value in before.items()}
        journal.touched.append(Touched(row, columns))


def fingerprint(row: Model, columns: Iterable[str] = ()) -> str:
    """Return a short name for what a row says, or some of its columns: another one means that somebody changed it.

    A model whose columns mostly follow from other rows names in FINGERPRINT what a person, or its source, says in it.
    """
    own: tuple[str, ...] = getattr(type(row), "FINGERPRINT", ())
    names = sorted(columns or own) or [one.attname for one in _fields(row) if not _COUNTED.search(one.attname)]
    said = json.dumps([[name, _plain(getattr(row, name))] for name in names], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def put_back(row: Model, before: Mapping[str, Any]) -> None:
    """Give a row's columns what stood in them."""
    for name, value in before.items():
        setattr(row, name, _field(row, name).to_python(value))


def _column(row: Model, name: str) -> str:
    return str(_field(row, name).attname)


def _fields(row: Model) -> Any:
    return row._meta.concrete_fields  # noqa: SLF001 - documented


def _field(row: Model, name: str) -> Any:
    return row._meta.get_field(name)  # noqa: SLF001 - documented


def _kept(value: Any) -> Any:
    """Return a value as JSON holds it, moments to the microsecond."""
    plain = _plain(value)
    return plain.isoformat() if isinstance(plain, date) else plain


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    # One moment can be written in many zones.
    return value.astimezone(UTC) if isinstance(value, datetime) and timezone.is_aware(value) else value
