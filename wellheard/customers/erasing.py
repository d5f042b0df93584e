"""What is known of one person, and how it is erased: the registry that every stage fills at start-up.

Each part of the product says what it holds of a person, for them to read, and how that is erased. All parts run in the one
transaction of the erasure. Words, names and addresses go; rows stay where counts and evidence rest on them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from wellheard.customers.models import Contact, ContactIdentity

# Stands where words stood that may not be empty.
ERASED = "(erased)"


@dataclass(frozen=True)
class Person:
    """One person: their contact, everybody who was joined to it, and how all of them are known."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    known_as: tuple[tuple[str, str], ...]

    @property
    def emails(self) -> list[str]:
        return [value for kind, value in self.known_as if kind == ContactIdentity.Kind.EMAIL]


Rows = Callable[[Person], "models.QuerySet[Any]"]


def stays(_person: Person) -> None:
    """Erase nothing: codes, numbers and dates stay, as they say nothing of who it was."""


def _all_theirs(_person: Person, _rows: Sequence[dict[str, Any]]) -> None:
    """Leave nothing out: all of it is theirs."""


@dataclass(frozen=True)
class Part:
    """What one part of the product holds of a person. `columns` are what the person is shown of each row, and their names.

    `leave_out` takes what is other people's out of the rows, each with its `pk`, before the person reads them. `before` runs
    before any part erases, while what the other parts hold of the person still stands.
    """

    name: str
    title: str | Promise
    rows: Rows
    columns: Mapping[str, str | Promise]
    erase: Callable[[Person], None]
    leave_out: Callable[[Person, Sequence[dict[str, Any]]], None] = _all_theirs
    before: Callable[[Person], None] = stays

    def shown(self, person: Person, *, most: int | None = None) -> list[dict[str, Any]]:
        """Return the rows as the person reads them, at most so many."""
        # What lies outside the database has no keys.
        keys = () if self.leave_out is _all_theirs else ("pk",)
        rows = list(self.rows(person).values(*keys, *self.columns)[:most])
        self.leave_out(person, rows)
        return [{name: row[name] for name in self.columns} for row in rows]


def pointing_at(model: type[models.Model]) -> Rows:
    """Return what reads the rows of a model whose contact is this person, in the order in which they came."""
    return lambda person: model._default_manager.filter(contact_id__in=person.ids).order_by("pk")  # noqa: SLF001 - documented


_parts: dict[str, Part] = {}
_columns: set[tuple[str, str]] = set()


def register(part: Part, *, covers: Iterable[tuple[type[models.Model], str]] = ()) -> None:
    """Let a part be exported and erased with its person; `covers` names the columns that point at them."""
    _parts[part.name] = part
    _columns.update((model._meta.label, column) for model, column in covers)  # noqa: SLF001 - documented


def is_covered(model: type[models.Model], column: str) -> bool:
    """Tell whether somebody thought of what becomes of this column when a person is erased."""
    return (model._meta.label, column) in _columns  # noqa: SLF001


def all_parts() -> list[Part]:
    """Return every part, in the order of the loop."""
    return list(_parts.values())


def person_of(contact_id: int) -> Person:
    """Return the whole person: the contact that stands for them, and everybody joined to it."""
    ids = [_kept(contact_id)]
    while more := list(
        Contact.with_merged.filter(merged_into__in=ids).exclude(pk__in=ids).values_list("pk", flat=True)
    ):
        ids += more
    names = Contact.with_merged.filter(pk__in=ids).exclude(name="").order_by("pk").values_list("name", flat=True)
    known = ContactIdentity.objects.filter(contact_id__in=ids).order_by("pk").values_list("kind", "value")
    return Person(tuple(ids), tuple(names), tuple(known))


def everything_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return all that is known of a person, as it can be written to a file."""
    return {part.name: part.shown(person) for part in all_parts()}


def _kept(contact_id: int) -> int:
    seen = {contact_id}
    while kept := Contact.with_merged.filter(pk=contact_id).values_list("merged_into", flat=True).first():
        if kept in seen:
            break
        seen.add(kept)
        contact_id = kept
    return contact_id
