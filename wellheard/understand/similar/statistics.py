"""What PostgreSQL has counted: how common a word is, and which languages there are. A rare word tells more than a common one."""

import math
import time
from dataclasses import dataclass, field

from django.db import connection

# PostgreSQL's own statistics, read at most this often.
_FRESH_SECONDS = 300
# Fewer texts than this are looked at themselves: there is no need to remember anything of them.
_FEW_TEXTS = 1_000
# A query is asked in at most this many languages at once.
_MOST_LANGUAGES = 6
# One statement for all: what is counted of each column, how many texts there are, and the languages of few.
_COUNTED = """
    SELECT attname, most_common_elems::text::text[], most_common_elem_freqs, most_common_vals::text::text[], most_common_freqs
    FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'understand_searchdocument'
        AND attname IN ('vector', 'language', 'kind')
    UNION ALL
    SELECT 'texts', NULL, ARRAY[reltuples], CASE WHEN reltuples <= %s THEN (
        SELECT array_agg(DISTINCT language::text ORDER BY language::text) FROM understand_searchdocument
    ) END, NULL
    FROM pg_class WHERE oid = 'understand_searchdocument'::regclass
"""


@dataclass(frozen=True)
class Statistics:
    """In which share of all texts the commonest terms stand; their languages, commonest first; the share of each kind."""

    texts: float = 1.0
    shares: dict[str, float] = field(default_factory=dict)
    least: float = 0.0
    languages: list[str] = field(default_factory=list)
    kinds: dict[str, float] = field(default_factory=dict)

    def texts_of(self, kind: str) -> float:
        """Return how many texts of a kind there are; 0 for a kind that is too rare to be counted."""
        return self.texts * self.kinds.get(kind, 0.0)

    def share(self, terms: list[str]) -> float:
        """Return the share of texts with any of these forms; rarer forms have half the least known share."""
        return max((self.shares.get(term, self.least / 2) for term in terms), default=0.0)

    def weight(self, terms: list[str]) -> float:
        """Return how telling a word with these forms is; 1 for every word while nothing is counted yet."""
        if not self.shares:
            return 1.0
        return math.log(1 + 1 / (self.share(terms) + 1 / self.texts))


@dataclass
class _Kept:
    database: str = ""
    read_at: float = 0.0
    statistics: Statistics = field(default_factory=Statistics)


_kept = _Kept()


def current() -> Statistics:
    """Return what PostgreSQL last counted, without counting anything now."""
    database = str(connection.settings_dict["NAME"])
    is_fresh = _kept.database == database and time.monotonic() - _kept.read_at < _FRESH_SECONDS
    if is_fresh and _kept.statistics.texts > _FEW_TEXTS:
        return _kept.statistics
    _kept.database, _kept.read_at, _kept.statistics = database, time.monotonic(), _read()
    return _kept.statistics


def forget() -> None:
    """Read anew when asked next."""
    _kept.database = ""


def recount() -> None:
    """Have PostgreSQL count again, after many texts arrived at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE understand_searchdocument")
    forget()


def _read() -> Statistics:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [_FEW_TEXTS])
        counted = {name: rest for name, *rest in cursor.fetchall()}
    _none, (texts,), few_languages, _none = counted["texts"]
    columns = {
        name: dict(zip(counted[name][2], counted[name][3], strict=True))
        for name in ("language", "kind")
        if name in counted and counted[name][2]
    }
    languages = list(columns.get("language", ())) if texts > _FEW_TEXTS else few_languages or []
    terms, shares, *_rest = counted.get("vector", (None, None))
    if not terms or texts <= 0:
        return Statistics(languages=languages[:_MOST_LANGUAGES])
    # After the shares of the terms stand their minimum, their maximum and the share of NULLs.
    known = dict(zip(terms, shares, strict=False))
    kinds = columns.get("kind", {})
    return Statistics(float(texts), known, float(min(known.values())), languages[:_MOST_LANGUAGES], kinds)
