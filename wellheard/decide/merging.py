"""What moves when two ideas become one, and comes back when that is undone. Each stage adds its own rows at start-up.

A mover moves what hangs on one idea to another and returns plain data; given that data again it brings everything back.
Both run inside the transaction of the merge, with both ideas locked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from wellheard.decide.models import Idea

Moved = Any


@dataclass(frozen=True)
class Mover:
    """How one kind of rows follows an idea into another, and back."""

    move: Callable[[Idea, Idea], Moved]
    restore: Callable[[Idea, Idea, Moved], None]


registry: dict[str, Mover] = {}


def register(name: str, *, move: Callable[[Idea, Idea], Moved], restore: Callable[[Idea, Idea, Moved], None]) -> None:
    """Let rows follow an idea that is merged. The name is kept in the merge's record: it is never renamed."""
    registry[name] = Mover(move, restore)


def register_rows(name: str, model: type[Model], *, once_per: Sequence[str] = ()) -> None:
    """Let rows with a foreign key `idea` follow it. Of rows unique per `once_per`, the target's own stays and the other waits."""

    def move(source: Idea, target: Idea) -> list[int]:
        going = _without_double(_rows(model).filter(idea=source), model, target, once_per)
        keys = list(going.order_by("pk").values_list("pk", flat=True))
        _rows(model).filter(pk__in=keys).update(idea=target)
        return keys

    def restore(source: Idea, target: Idea, keys: list[int]) -> None:
        coming = _without_double(_rows(model).filter(idea=target, pk__in=keys), model, source, once_per)
        _rows(model).filter(pk__in=list(coming.values_list("pk", flat=True))).update(idea=source)

    register(name, move=move, restore=restore)


def _rows(model: type[Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 - documented, in spite of its name
    return rows


def _without_double(rows: QuerySet[Any], model: type[Model], idea: Idea, once_per: Sequence[str]) -> QuerySet[Any]:
    if not once_per:
        return rows
    same = _rows(model).filter(idea=idea, **{column: OuterRef(column) for column in once_per})
    return rows.exclude(Exists(same))
