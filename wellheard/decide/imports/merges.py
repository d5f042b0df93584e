"""The order in which ideas of another board can be opened: what others were merged into first, in circles too."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.columns import plain
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import Broken, Row

_IDS = ("id", "ideaid", "suggestionid", "postid", "number")
_PARENTS = ("mergedinto", "suggestionparentid", "parentid", "originalnumber", "duplicateof")
# Rows of ideas that were merged away wait in memory until the others are read.
_MOST_WAITING = 200_000


def in_order(rows: Iterator[Row | Broken]) -> Iterator[Row | Broken]:
    """Yield rows of ideas that stand by themselves, then those that were merged away, each led to the idea where it ends."""
    waiting: list[Row] = []
    parents: dict[str, str] = {}
    for row in rows:
        if isinstance(row, Broken):
            yield row
            continue
        key, parent = _cell(row, _IDS), _cell(row, _PARENTS)
        if parent:
            parents[key] = parent
        if key in parents:
            waiting.append(row)
        else:
            yield row
        if len(waiting) > _MOST_WAITING:
            raise FileError(_("Too many rows belong to merged ideas; cut the file into parts."))
    yield from _resolved(waiting, parents)


def _resolved(waiting: list[Row], parents: dict[str, str]) -> Iterator[Row]:
    """Roots of circles come first, as ideas of their own."""
    ends = {key: _end(key, parents) for key in parents}
    for is_own in (True, False):
        for row in waiting:
            key = _cell(row, _IDS)
            if (ends[key] == key) == is_own:
                yield Row(row.number, {**row.cells, **_led_to("" if is_own else ends[key], row)})


def _led_to(end: str, row: Row) -> dict[str, str]:
    return {name: end for name in row.cells if plain(name) in _PARENTS}


def _end(key: str, parents: dict[str, str]) -> str:
    """Return where a chain of merges ends; in a circle, at its smallest id."""
    seen: list[str] = []
    while key in parents:
        if key in seen:
            return min(seen[seen.index(key) :])
        seen.append(key)
        key = parents[key]
    return key


def _cell(row: Row, names: tuple[str, ...]) -> str:
    found = {plain(name): value for name, value in row.cells.items() if plain(name) in names}
    return next((clean_line(str(found[name])) for name in names if found.get(name) not in (None, "")), "")
