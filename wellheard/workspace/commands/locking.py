"""One edit of our side at a time, and no edit over somebody else's."""

from typing import Protocol

from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands.errors import NameMissingError, StaleError
from wellheard.workspace.models import Vendor


class Versioned(Protocol):
    """A row that counts its edits."""

    version: int


def lock_workspace() -> Vendor:
    """Wait for other edits of our side to end; returns the vendor's one row, made when it is missing.

    Names that must be unique, trees without cycles and "at least one admin" span rows, so they are checked under this lock.
    """
    Vendor.objects.get_or_create(pk=1)
    return Vendor.objects.select_for_update(no_key=True).get(pk=1)


def require_version(row: Versioned, version: int) -> None:
    """Raise StaleError when the row was edited since the editor read it; else count this edit."""
    if row.version != version:
        raise StaleError
    row.version += 1


def name_of(text: str, *, field: str = "name") -> str:
    """Return a name as one clean line; raise NameMissingError when nothing readable is left."""
    name = clean_line(text)
    if not name:
        raise NameMissingError(field=field)
    return name
