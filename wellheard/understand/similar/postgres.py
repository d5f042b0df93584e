"""The first engine: PostgreSQL full text, word forms by language, pairs of characters for Chinese, Japanese, Korean and Thai."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from wellheard.foundation.text.language import detect_language
from wellheard.understand.models import SearchDocument
from wellheard.understand.similar.engine import Document, Match
from wellheard.understand.similar.terms import as_pairs, config_of, for_index, normalised, pairs, pieces
from wellheard.understand.similar.weights import Commonness, commonness

# Grows when texts are turned into terms in another way, so that everything is indexed anew.
_RECIPE = "1"
_BATCH = 500
# The first words of a long text say what it is about; a tsvector has a limit of 1 MB.
_MOST_INDEXED = 20_000
_MOST_ASKED = 2_000
# Terms in more than a tenth of all texts find nothing, they only rank.
_TOO_COMMON = 0.1
_MOST_TERMS = 24

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
# A text that says much besides what was asked is a little less like it.
_FIND = """
    SELECT object_id, matched / %(whole)s / (1 + 0.05 * ln(1 + length(vector))) AS score
    FROM (
        SELECT object_id, vector, (
            SELECT sum(weight) FROM unnest(%(terms)s::text[], %(weights)s::float8[]) AS asked (term, weight)
            WHERE vector @@ term::tsquery
        ) AS matched
        FROM understand_searchdocument
        WHERE kind = %(kind)s AND vector @@ %(query)s::tsquery
    ) AS found
    ORDER BY score DESC, object_id DESC
    LIMIT %(limit)s
"""
_SEARCH = """
    SELECT object_id, ts_rank_cd(vector, {query}, 32) AS score
    FROM understand_searchdocument
    WHERE kind = %s AND vector @@ {query}
    ORDER BY score DESC, object_id DESC
    LIMIT %s
"""
_FORMS = "SELECT DISTINCT lexeme FROM unnest(%s::text[]) AS config, unnest(to_tsvector(config::regconfig, %s))"


class PostgresEngine:
    """Works on any PostgreSQL, with no extension and no model."""

    def index_many(self, documents: Iterable[Document]) -> int:
        """Keep documents so that they are found; return how many were new or had changed."""
        return sum(_upsert(batch) for batch in _batches(documents))

    def find(self, text: str, *, kind: str, limit: int, language: str) -> list[Match]:
        """Return what has the most telling words in common, best first."""
        common = commonness()
        weights = _weighed(_forms(text[:_MOST_ASKED], language), common)
        if not weights:
            return []
        telling = [term for term in weights if common.share(term) <= _TOO_COMMON] or list(weights)
        asked = {
            "kind": kind,
            "limit": limit,
            "whole": sum(weights.values()),
            "terms": [_quoted(term) for term in weights],
            "weights": list(weights.values()),
            "query": " | ".join(_quoted(term) for term in telling),
        }
        with connection.cursor() as cursor:
            cursor.execute(_FIND, asked)
            return [Match(object_id, float(score)) for object_id, score in cursor.fetchall()]

    def search(self, text: str, *, kind: str, limit: int, language: str) -> list[Match]:
        """Return what holds all the words typed so far, best first; the last word may be unfinished."""
        query, parameters = _typed(text[:200], _configs(text, language))
        if not query:
            return []
        with connection.cursor() as cursor:
            cursor.execute(_SEARCH.format(query=f"({query})"), [*parameters, kind, *parameters, limit])
            return [Match(object_id, float(score)) for object_id, score in cursor.fetchall()]

    def forget(self, *, kind: str, object_ids: Iterable[int]) -> None:
        """Let documents not be found any more."""
        SearchDocument.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()


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
        return cursor.rowcount


def _row(document: Document) -> tuple[str, int, str, str, str, str]:
    language = document.language or _language(document.text)
    terms = for_index(document.text[:_MOST_INDEXED])
    digest = hashlib.sha256(f"{_RECIPE}\n{language}\n{terms}".encode()).hexdigest()[:32]
    return document.kind, document.object_id, language[:10], digest, config_of(language), terms


def _language(text: str) -> str:
    return detect_language(text, otherwise=settings.LANGUAGE_CODE)


def _configs(text: str, language: str) -> list[str]:
    """Few words are easily taken for another language: ask in the likely one, in the installation's, and word by word."""
    return sorted({config_of(language or _language(text)), config_of(settings.LANGUAGE_CODE), "simple"})


def _forms(text: str, language: str) -> list[str]:
    configs = _configs(text, language)
    with connection.cursor() as cursor:
        cursor.execute(_FORMS, [configs, as_pairs(normalised(text))])
        return [lexeme for (lexeme,) in cursor.fetchall()]


def _weighed(terms: list[str], common: Commonness) -> dict[str, float]:
    """Return the most telling terms with their weights, most telling first."""
    weights = {term: common.weight(term) for term in terms}
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TERMS])


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _typed(text: str, configs: list[str]) -> tuple[str, list[str]]:
    """Return the query of a typed text and its parameters: all its words, the last one as a beginning, runs as phrases."""
    parts: list[str] = []
    parameters: list[str] = []
    found = pieces(text)
    for number, (piece, is_run) in enumerate(found):
        if is_run:
            parts.append("phraseto_tsquery('simple', %s)")
            parameters.append(pairs(piece))
            continue
        forms = ["plainto_tsquery(%s::regconfig, %s)" for _config in configs]
        parameters += [parameter for config in configs for parameter in (config, piece)]
        if number == len(found) - 1 and (beginning := "".join(letter for letter in piece if letter.isalnum())):
            forms.append("%s::tsquery")
            parameters.append(f"{_quoted(beginning)}:*")
        parts.append(f"({' || '.join(forms)})")
    return " && ".join(parts), parameters
