"""The first engine: PostgreSQL full text, word forms by language, pairs of characters for Chinese, Japanese, Korean and Thai."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction

from wellheard.foundation.text.language import detect_language
from wellheard.understand.models import SearchDocument
from wellheard.understand.similar import statistics
from wellheard.understand.similar.asking import any_of, telling_words, telling_words_each, typed_query
from wellheard.understand.similar.engine import Document, Match
from wellheard.understand.similar.terms import config_of, for_index
from wellheard.workspace.installation import installation

# Grows when texts are turned into terms in another way, so that everything is indexed anew.
_RECIPE = "1"
_BATCH = 500
# The first words of a long text say what it is about; a tsvector has a limit of 1 MB.
_MOST_INDEXED = 20_000
_MOST_ASKED = 2_000
_MOST_TYPED = 200
# So many texts are enough to choose the best from: on 700 of banking77's test questions, 300 found the same as 4,000.
_ENOUGH_TEXTS = 1_500
# So many texts are ranked of those that hold all the words that were typed: of common words the latest.
_MOST_RANKED = 4_000
# Words go together more or less often than thought: about so many of the latest are looked at.
_ENOUGH_LATEST = 2_000
_FEWEST_FINDING = 2
_MOST_WORDS = 24

_UPSERT = """
    INSERT INTO understand_searchdocument (kind, object_id, language, content_hash, vector)
    SELECT kind, object_id, language, content_hash, to_tsvector(config::regconfig, terms)
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
         AS new (kind, object_id, language, content_hash, config, terms)
    ORDER BY kind, object_id
    ON CONFLICT (kind, object_id) DO UPDATE
    SET language = excluded.language, content_hash = excluded.content_hash, vector = excluded.vector
    WHERE understand_searchdocument.content_hash <> excluded.content_hash
"""
# A text that says much besides what was asked is less like it; the same text again scores 1. The factor was the best of those
# tried on 500 of banking77's test questions (see benchmarks/similar.py).
_FIND = """
    SELECT object_id, ({matched}) / %(whole{mark})s
        / (1 + 0.6 * ln(greatest(1, length(vector)::float8 / %(count{mark})s))) AS score
    FROM understand_searchdocument
    WHERE kind = %(kind{mark})s AND vector @@ %(query{mark})s::tsquery {only}
    ORDER BY score DESC, object_id DESC
    LIMIT %(limit{mark})s
"""
_LATEST = "AND object_id > %(since)s"
_ONLY = "AND object_id = ANY(%(among)s::bigint[])"
_MATCHED = "CASE WHEN vector @@ %(word{number}{mark})s::tsquery THEN %(weight{number}{mark})s ELSE 0.0 END"
_SEARCH = """
    SELECT object_id, ts_rank_cd(vector, %(query)s::tsquery, 32) AS score
    FROM (
        SELECT object_id, vector FROM understand_searchdocument
        WHERE kind = %(kind)s AND vector @@ %(query)s::tsquery {latest} LIMIT %(ranked)s
    ) AS found
    ORDER BY score DESC, object_id DESC
    LIMIT %(limit)s
"""


class PostgresEngine:
    """Works on any PostgreSQL, with no extension and no model."""

    def index_many(self, documents: Iterable[Document]) -> int:
        """Keep documents so that they are found; return how many were new or had changed."""
        return sum(_upsert(batch) for batch in _batches(documents))

    def find(
        self, text: str, *, kind: str, limit: int, language: str, among: Collection[int] | None = None
    ) -> list[Match]:
        """Return what has the most telling words in common, best first; of these alone, where some are named."""
        counted = statistics.current()
        words = telling_words(text[:_MOST_ASKED], language=language, statistics=counted)
        asked, query = _asked(words, kind, counted)
        return _found(asked, {"kind": kind, "limit": limit, "query": query}, among) if asked else []

    def find_each(self, texts: Sequence[str], *, kind: str, limit: int) -> list[list[Match]]:
        """Return what says most nearly the same as each of these texts, in one statement."""
        parts, values, counted = [], dict[str, Any](), statistics.current()
        telling = telling_words_each([text[:_MOST_ASKED] for text in texts], statistics=counted)
        for place, words in enumerate(telling):
            asked, query = _asked(words, kind, counted)
            if asked:
                mark = f"_{place}"
                parts.append(f"(SELECT {place}, found.* FROM ({_ranking(asked, mark)}) AS found)")  # noqa: S608 - a number
                values |= _values(asked, {"kind": kind, "limit": limit, "query": query}, mark)
        found: list[list[Match]] = [[] for _text in texts]
        if parts:
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join(parts), values)
                for place, object_id, score in cursor.fetchall():
                    found[place].append(Match(object_id, float(score)))
        return [sorted(matches, key=lambda match: (-match.score, -match.object_id)) for matches in found]

    def search(self, text: str, *, kind: str, limit: int, language: str) -> list[Match]:
        """Return what holds all the words typed so far, best first; the last word may be unfinished.

        Where words are so common that there are enough texts with them, they are taken as finished, and the latest are found.
        """
        counted = statistics.current()
        typed = typed_query(text[:_MOST_TYPED], language=language, statistics=counted)
        if not typed.query:
            return []
        asked = {"query": typed.query, "kind": kind, "limit": limit, "ranked": _MOST_RANKED}
        for since in _starts(kind, typed.share, counted.texts_of(kind)):
            found = _matches(_SEARCH.format(latest=_LATEST), asked | {"query": typed.finished, "since": since})
            if len(found) >= limit:
                return found
        return _matches(_SEARCH.format(latest=""), asked)

    def forget(self, *, kind: str, object_ids: Iterable[int]) -> None:
        """Let documents not be found any more."""
        SearchDocument.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()


def _starts(kind: str, share: float, texts: float) -> Iterator[int]:
    """Yield after which text to begin, to find enough that hold common words, farther back each time; nothing where few do."""
    if share * texts <= _MOST_RANKED:
        return
    last, back = _last(kind), _ENOUGH_LATEST / share
    while back < texts:
        yield last - round(back)
        back *= 2


def _last(kind: str) -> int:
    last = SearchDocument.objects.filter(kind=kind).order_by("-object_id").values_list("object_id", flat=True).first()
    return last or 0


def _finding(words: list[str], shares: dict[str, float], texts: float) -> list[str]:
    """Return the rarest words, as many as find enough texts to choose from; the commoner ones only rank."""
    chosen: list[str] = []
    expected = 0.0
    for word in words:
        expected += shares[word] * texts
        if len(chosen) >= _FEWEST_FINDING and expected > _ENOUGH_TEXTS:
            break
        chosen.append(word)
    return chosen


def _asked(
    words: dict[str, list[str]], kind: str, counted: statistics.Statistics
) -> tuple[list[tuple[str, float]], str]:
    """Return the most telling of these words with their weights, and the query that finds texts to choose from."""
    weights = {any_of(forms): counted.weight(forms) for forms in words.values()}
    asked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    shares = {any_of(forms): counted.share(forms) for forms in words.values()}
    return asked, " | ".join(_finding([word for word, _weight in asked], shares, counted.texts_of(kind)))


def _found(words: list[tuple[str, float]], asked: dict[str, Any], among: Collection[int] | None) -> list[Match]:
    values = _values(words, asked)
    if among is None:
        return _matches(_ranking(words), values)
    return _matches(_ranking(words, only=_ONLY), values | {"among": list(among)})


def _ranking(words: list[tuple[str, float]], mark: str = "", only: str = "") -> str:
    """Return the statement that ranks texts by these words; its values are named with a mark, so that several fit in one."""
    matched = " + ".join(_MATCHED.format(number=number, mark=mark) for number in range(len(words)))
    return _FIND.format(matched=matched, only=only, mark=mark)


def _values(words: list[tuple[str, float]], asked: dict[str, Any], mark: str = "") -> dict[str, Any]:
    values = asked | {"whole": sum(weight for _word, weight in words), "count": len(words)}
    for number, (word, weight) in enumerate(words):
        values |= {f"word{number}": word, f"weight{number}": weight}
    return {f"{name}{mark}": value for name, value in values.items()}


def _matches(statement: str, asked: dict[str, Any]) -> list[Match]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [Match(object_id, float(score)) for object_id, score in cursor.fetchall()]


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    waiting = iter(documents)
    while batch := list(islice(waiting, _BATCH)):
        # One statement cannot change the same row twice: the last text of a thing counts.
        yield list({(document.kind, document.object_id): document for document in batch}.values())


@transaction.atomic
def _upsert(batch: list[Document]) -> int:
    columns = zip(*(_row(document) for document in batch), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [list(column) for column in columns])
        return int(cursor.rowcount)


def _row(document: Document) -> tuple[str, int, str, str, str, str]:
    language = document.language or detect_language(document.text, otherwise=installation().language)
    terms = for_index(document.text[:_MOST_INDEXED])
    digest = hashlib.sha256(f"{_RECIPE}\n{language}\n{terms}".encode()).hexdigest()[:32]
    return document.kind, document.object_id, language[:10], digest, config_of(language), terms
