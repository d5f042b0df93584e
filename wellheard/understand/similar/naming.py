"""Queries for texts that name any of several things, such as competitors: one query however many names there are."""

from collections.abc import Callable, Iterable

from django.db import connection

from wellheard.understand.similar.asking import configs_of
from wellheard.understand.similar.statistics import Statistics
from wellheard.understand.similar.terms import Piece, pairs, pieces

_ASKED = """
    SELECT DISTINCT plainto_tsquery(config::regconfig, name)::text
    FROM unnest(%s::text[]) AS name CROSS JOIN unnest(%s::text[]) AS config ORDER BY 1
"""


def naming_query(names: Iterable[str], *, statistics: Statistics) -> str:
    """Return the query for documents that hold all words of any of these names; empty where no name has a word to find it by."""
    return _any_of(names, lambda run: " ".join(pairs(run)), configs_of("", "", statistics))


def plain_naming_query(names: Iterable[str]) -> str:
    """Return the same for texts that are indexed as they stand (foundation/text/words)."""
    return _any_of(names, " ".join, ["simple"])


def _any_of(names: Iterable[str], cut: Callable[[str], str], configs: list[str]) -> str:
    asked = [" ".join(_cut(piece, cut) for piece in pieces(name)) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [asked, configs])
        # A name of stop words alone finds nothing in that language.
        return " | ".join(f"({query})" for (query,) in cursor.fetchall() if query)


def _cut(piece: Piece, cut: Callable[[str], str]) -> str:
    return cut(piece.text) if piece.is_run else piece.text
