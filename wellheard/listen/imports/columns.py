"""Tell which column of a file is which of ours, whatever it is called there."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError


@dataclass(frozen=True)
class Column:
    """One of our fields: its name, other names it goes by, and whether a file must have it."""

    name: str
    aliases: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Matching:
    """Which column of the file each of our fields is read from, where else when that is empty, and what is none of ours."""

    theirs: dict[str, str]
    others: list[str] = field(default_factory=list)
    else_from: dict[str, list[str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def plain(name: str) -> str:
    """Return a column's name as names are compared: letters and digits only, lower case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def match_columns(
    ours: Iterable[Column],
    theirs: list[str],
    *,
    mapped: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]] | None = None,
) -> Matching:
    """Match a file's columns with ours; `mapped` says what the user says. Raises FileError with the columns there are."""
    ours = list(ours)
    matching = guess_columns(ours, theirs, mapped=mapped, values=values or {})
    missing = [column.name for column in ours if column.is_needed and column.name not in matching.theirs]
    if missing:
        raise FileError(
            _("No column was recognised as %(missing)s. The file has: %(columns)s. Say which it is.")
            % {"missing": ", ".join(missing), "columns": ", ".join(theirs[:40])},
            by_command=f"--map {missing[0]}=COLUMN",
        )
    return matching


def guess_columns(
    ours: list[Column], theirs: list[str], *, mapped: Mapping[str, str], values: Mapping[str, Mapping[str, str]]
) -> Matching:
    """Match what can be matched, though a column that a file must have may be missing."""
    found = _mapped(ours, theirs, mapped)
    for column in ours:
        if column.name not in mapped and (match := _by_name(column, theirs, taken=set(found.values()))):
            found[column.name] = match
    others = [name for name in theirs if name not in found.values()]
    # Exports of several systems put together name the same thing in two ways.
    else_from = {column.name: _also_named(column, others) for column in ours if column.name not in mapped}
    return Matching(found, others, else_from, values)


def _mapped(ours: list[Column], theirs: list[str], mapped: Mapping[str, str]) -> dict[str, str]:
    names = [column.name for column in ours]
    by_plain = {plain(name): name for name in reversed(theirs)}
    for our, their in mapped.items():
        if our not in names:
            raise FileError(
                _("--map %(name)s: there is no such field. Use one of %(names)s.")
                % {"name": our, "names": ", ".join(names)}
            )
        # Nothing on the right says that a column is none of ours, whatever it is called.
        if their and plain(their) not in by_plain:
            raise FileError(
                _("--map %(our)s=%(their)s: the file has no such column. It has: %(columns)s.")
                % {"our": our, "their": their, "columns": ", ".join(theirs[:40])}
            )
    return {our: by_plain[plain(their)] for our, their in mapped.items() if their}


def _also_named(column: Column, others: list[str]) -> list[str]:
    accepted = {plain(column.name), *column.aliases.split()}
    return [name for name in others if plain(name) in accepted]


def _by_name(column: Column, theirs: list[str], *, taken: set[str]) -> str:
    free = {plain(name): name for name in reversed(theirs) if name not in taken}
    accepted = [plain(column.name), *column.aliases.split()]
    return next((free[name] for name in accepted if name in free), "")
