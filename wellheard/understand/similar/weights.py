"""How telling a word is: one that stands in few texts says more than one that stands in many."""

import math
import time
from dataclasses import dataclass, field

from django.db import connection

# PostgreSQL's own statistics, read at most this often.
_FRESH_SECONDS = 300
_STATISTICS = """
    SELECT most_common_elems::text::text[], most_common_elem_freqs,
           (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'understand_searchdocument'::regclass)
    FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'understand_searchdocument' AND attname = 'vector'
"""


@dataclass(frozen=True)
class Commonness:
    """In which share of all texts the commonest terms stand."""

    texts: float = 1.0
    shares: dict[str, float] = field(default_factory=dict)
    least: float = 0.0

    def share(self, term: str) -> float:
        """Return the share of texts with this term; a term too rare for the statistics has half the least known share."""
        return self.shares.get(term, self.least / 2)

    def weight(self, term: str) -> float:
        """Return how telling a term is; 1 for every term while there are no statistics yet."""
        if not self.shares:
            return 1.0
        return math.log(1 + 1 / (self.share(term) + 1 / self.texts))


@dataclass
class _Kept:
    database: str = ""
    read_at: float = 0.0
    commonness: Commonness = field(default_factory=Commonness)


_kept = _Kept()


def commonness() -> Commonness:
    """Return what PostgreSQL last counted, without counting anything now."""
    database = str(connection.settings_dict["NAME"])
    if _kept.database != database or time.monotonic() - _kept.read_at > _FRESH_SECONDS:
        _kept.database, _kept.read_at, _kept.commonness = database, time.monotonic(), _read()
    return _kept.commonness


def recount() -> None:
    """Have PostgreSQL count again, after many texts arrived at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE understand_searchdocument")
    _kept.database = ""


def _read() -> Commonness:
    with connection.cursor() as cursor:
        cursor.execute(_STATISTICS)
        row = cursor.fetchone()
    if not row or not row[0]:
        return Commonness()
    terms, shares, texts = row
    # After the shares of the terms stand their minimum, their maximum and the share of NULLs.
    return Commonness(float(texts), dict(zip(terms, shares, strict=False)), float(min(shares[: len(terms)])))
