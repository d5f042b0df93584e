"""What a colleague who leaves looks after, and how it passes to another: the registry that every stage fills at start-up.

Each part of the product says what somebody looks after in it and how that passes on. What somebody did stays under their
name. All parts run in the one transaction of the departure; the ids a part returns are kept, to give back what is still
with whom it went to.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

Counted = Callable[[int], str]


@dataclass(frozen=True)
class Part:
    """One kind of thing somebody looks after. `title` says how many, as "3 companies"."""

    name: str
    title: Counted
    held: Callable[[int], "models.QuerySet[models.Model]"]
    pass_on: Callable[[int, int], list[int]]
    give_back: Callable[[int, int, list[int]], None]


_parts: dict[str, Part] = {}
_columns: set[tuple[str, str]] = set()


def register(part: Part, *, covers: tuple[type[models.Model], str] | None = None) -> None:
    """Let a part pass on; `covers` names the column it sees to, where the name stands in a column of its own."""
    _parts[part.name] = part
    if covers:
        _columns.add((covers[0]._meta.label, covers[1]))  # noqa: SLF001 - documented


def passes(name: str, title: Counted, model: type[models.Model], column: str, *, only: models.Q | None = None) -> None:
    """Let the rows of a model pass on by this column; `only` names those that are still somebody's work."""
    rows = model._base_manager.filter(only or models.Q())  # noqa: SLF001 - documented

    def held(staff_id: int) -> "models.QuerySet[models.Model]":
        return rows.filter(**{column: staff_id})

    def pass_on(giver: int, taker: int) -> list[int]:
        ids = list(held(giver).select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
        model._base_manager.filter(pk__in=ids).update(**{column: taker})  # noqa: SLF001
        return ids

    def give_back(giver: int, taker: int, ids: list[int]) -> None:
        model._base_manager.filter(pk__in=ids, **{column: taker}).update(**{column: giver})  # noqa: SLF001

    register(Part(name, title, held, pass_on, give_back), covers=(model, column))


def stays(model: type[models.Model], *columns: str) -> None:
    """Say that these columns tell who did something, or are somebody's own: they stay with whoever leaves."""
    _columns.update((model._meta.label, column) for column in columns)  # noqa: SLF001


def is_covered(model: type[models.Model], column: str) -> bool:
    """Tell whether somebody thought of what becomes of this column when a colleague leaves."""
    return (model._meta.label, column) in _columns  # noqa: SLF001


def all_parts() -> list[Part]:
    """Return every part, in the order of the loop."""
    return list(_parts.values())


def counts(staff_id: int) -> dict[str, int]:
    """Return of which parts somebody looks after how many."""
    found = {part.name: part.held(staff_id).count() for part in all_parts()}
    return {name: count for name, count in found.items() if count}


def in_words(numbers: dict[str, int]) -> list[str]:
    """Return numbers by part as people read them: 3 companies, 2 tasks."""
    return [part.title(numbers[part.name]) for part in all_parts() if numbers.get(part.name)]
