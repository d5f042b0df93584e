"""What follows a company or contact when it turns out to be another one: the registry that every stage fills at start-up.

Each part of the product says how its rows move to the kept one and how exactly those go back. All parts run in the one
transaction of the merge. What a part returns when it joins is kept with the merge, as ids, dates and codes, and handed to it
again to part the two: so rows made since stay with the kept one. A part may be asked to join again, for rows that came while
the merge was under way.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from wellheard.customers.models import Merge

Kind = Merge.Kind
Remembered = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """The one that stays and the one that is joined to it."""

    kept: int
    gone: int


@dataclass(frozen=True)
class Part:
    """How one kind of rows follows. `join` returns what `part` needs, or nothing when nothing moved."""

    name: str
    join: Callable[[Pair], Remembered]
    part: Callable[[Pair, Remembered], None]


_parts: dict[str, dict[str, Part]] = {kind: {} for kind in Kind.values}
_columns: set[tuple[str, str]] = set()


def register(kind: Kind, part: Part, *, covers: Iterable[tuple[type[models.Model], str]] = ()) -> None:
    """Let a part follow merges of this kind; `covers` names the columns it sees to."""
    _parts[kind][part.name] = part
    _columns.update((model._meta.label, column) for model, column in covers)  # noqa: SLF001 - documented


def moves(kind: Kind, model: type[models.Model], column: str) -> None:
    """Let the rows of a model follow by this column.

    A row that would be there twice (one vote, one place, one subscription) stays where it is, unseen, and is back on undo.
    """

    def join(pair: Pair) -> Remembered:
        free = base(model).filter(**{column: pair.gone}).exclude(_twins(model, column, pair))
        ids = list(free.order_by("pk").values_list("pk", flat=True))
        base(model).filter(pk__in=ids).update(**{column: pair.kept})
        return {"ids": ids} if ids else {}

    def part(pair: Pair, remembered: Remembered) -> None:
        moved = base(model).filter(pk__in=remembered["ids"], **{column: pair.kept})
        free = moved.exclude(_twins(model, column, Pair(kept=pair.gone, gone=pair.kept)))
        ids = list(free.values_list("pk", flat=True))
        base(model).filter(pk__in=ids).update(**{column: pair.gone})

    name = f"{model._meta.label_lower}.{column}"  # noqa: SLF001
    register(kind, Part(name, join, part), covers=[(model, column)])


def stays(model: type[models.Model], column: str) -> None:
    """Say that this column is seen to in another way, or means the row that was joined itself."""
    _columns.add((model._meta.label, column))  # noqa: SLF001


def is_covered(model: type[models.Model], column: str) -> bool:
    """Tell whether somebody thought of what becomes of this column when two become one."""
    return (model._meta.label, column) in _columns  # noqa: SLF001


def join_all(kind: str, pair: Pair) -> dict[str, Remembered]:
    """Let every part follow; return what each remembers."""
    remembered = {name: part.join(pair) for name, part in _parts[kind].items()}
    return {name: said for name, said in remembered.items() if said}


def part_all(kind: str, pair: Pair, remembered: dict[str, Remembered]) -> None:
    """Let every part go back, in the same order: counts come last, from rows that are where they belong."""
    for name, part in _parts[kind].items():
        if name in remembered:
            part.part(pair, remembered[name])


def set_aside(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    """Delete rows and return them as they can be remembered; the last named is deleted first."""
    ordered = list(rows)
    # Django's own JSON would round moments to milliseconds.
    kept: list[dict[str, Any]] = json.loads(json.dumps(serializers.serialize("python", ordered), default=_plain))
    for row in reversed(ordered):
        row.delete()
    return kept


def put_back(kept: list[dict[str, Any]]) -> None:
    """Make rows that were set aside again, under their old ids; one that is there by now is left as it is."""
    for found in serializers.deserialize("python", kept):
        row = found.object
        base(type(row)).bulk_create([row], ignore_conflicts=True)


def _plain(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def base(model: type[models.Model]) -> models.Manager[Any]:
    """Return the manager that hides no row."""
    return model._base_manager  # noqa: SLF001 - documented


def _twins(model: type[models.Model], column: str, pair: Pair) -> Q:
    """Return the condition for rows of the gone one that the kept one has already, by any rule of uniqueness."""
    twins = Q(pk__in=[])
    if model._meta.get_field(column).unique:  # type: ignore[union-attr]  # noqa: SLF001
        return Q(Exists(base(model).filter(**{column: pair.kept})))
    for rule in model._meta.constraints:  # noqa: SLF001
        if isinstance(rule, UniqueConstraint) and column in rule.fields:
            others = [name for name in rule.fields if name != column]
            theirs = base(model).filter(**{column: pair.kept}, **{name: OuterRef(name) for name in others})
            twins |= (rule.condition or Q()) & Q(Exists(theirs.filter(rule.condition or Q())))
    return twins
