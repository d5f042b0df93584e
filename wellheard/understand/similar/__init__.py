"""Find things that say the same, in any language, without a key and without the internet."""

from collections.abc import Collection, Iterable, Sequence

from wellheard.understand.similar import asking, naming, statistics
from wellheard.understand.similar.engine import Document, Match, SimilarEngine
from wellheard.understand.similar.postgres import PostgresEngine

__all__ = [
    "Document",
    "Match",
    "SimilarEngine",
    "find",
    "find_each",
    "forget",
    "index",
    "index_many",
    "naming_query",
    "plain_naming_query",
    "plain_query",
    "search",
]

_engine: SimilarEngine = PostgresEngine()


def find(
    text: str, *, kind: str, limit: int = 5, language: str = "", among: Collection[int] | None = None
) -> list[Match]:
    """Return what says most nearly the same, best first; scores go from 0 to 1; empty when no word is shared.

    Where ids are named, these alone are looked at, however many others there are.
    """
    return _engine.find(text, kind=kind, limit=limit, language=language, among=among)


def find_each(texts: Sequence[str], *, kind: str, limit: int = 5) -> list[list[Match]]:
    """Return what says most nearly the same as each of several texts, best first, in one question."""
    return _engine.find_each(texts, kind=kind, limit=limit)


def search(text: str, *, kind: str, limit: int = 20, language: str = "") -> list[Match]:
    """Return what holds all the words typed so far; the last one may be unfinished."""
    return _engine.search(text, kind=kind, limit=limit, language=language)


def plain_query(text: str, *, language: str = "") -> str:
    """Return a query for words in any of their forms in texts that are indexed as they stand; empty without any word."""
    return asking.plain_query(text, language=language, statistics=statistics.current())


def naming_query(names: Iterable[str]) -> str:
    """Return the query for documents that may name any of these things, in any language; what is found is to be read."""
    return naming.naming_query(names, statistics=statistics.current())


def plain_naming_query(names: Iterable[str]) -> str:
    """Return the same for texts that are indexed as they stand."""
    return naming.plain_naming_query(names)


def index(*, kind: str, object_id: int, text: str, language: str = "") -> None:
    """Let one thing be found; calling it again brings its words up to date."""
    _engine.index_many([Document(kind, object_id, text, language)])


def index_many(documents: Iterable[Document]) -> int:
    """Let many things be found; return how many were new or had changed."""
    return _engine.index_many(documents)


def forget(*, kind: str, object_ids: Iterable[int]) -> None:
    """Let things not be found any more."""
    _engine.forget(kind=kind, object_ids=object_ids)
