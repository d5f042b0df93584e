"""Words that stand in a text, by a PostgreSQL index over its columns: as they are, without a copy of them elsewhere.

Where no spaces part the words (Chinese, Japanese, Korean, Thai), each character is a word of its own: characters that are
asked for one behind the other find any part of a sentence.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import F, Func, Model, QuerySet, TextField, Value

Row = TypeVar("Row", bound=Model)

# Kana, Han, hangul and Thai are written without spaces (or with few). Indexes hold this: others here ask for a migration.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f\U00020000-\U0002fa1f"
_AS_WRITTEN = str.maketrans("ё", "е")
# PostgreSQL takes names that these join for one word, an address, a number below nought, or a tag.
_JOINING = "-/._@:+&=<>~#"
_MOST_WORDS = 20


def vector_of(*columns: str) -> SearchVector:
    """Return what an index over these columns holds, and what is looked for in it."""
    return SearchVector(*(_parted(column) for column in columns), config="simple")


def vector_of_names(*columns: str) -> SearchVector:
    """Return what an index over columns of names holds: as vector_of, with each part of Acme/2026-07 a word of its own."""
    return SearchVector(*(_apart(column) for column in columns), config="simple")


def _apart(column: str) -> Func:
    blank = Value(" " * len(_JOINING))
    return Func(_parted(column), Value(_JOINING), blank, function="translate", output_field=TextField())


def beginning(text: str) -> str:
    """Return the query for names in which every word somebody typed stands or begins one; empty without any word.

    Names have no forms: `vil` finds Vilnius, in whatever case.
    """
    words = re.findall(r"[^\W_]+", text.lower().translate(_AS_WRITTEN))
    return " & ".join(_beginning(word) for word in words[:_MOST_WORDS])


def _beginning(word: str) -> str:
    parts = re.findall(f"[{UNSPACED}]|[^{UNSPACED}]+", word)
    # Letters and digits alone: no quote and no backslash is among them.
    return "(" + " <-> ".join(f"'{part}':*" for part in parts) + ")"


def holding(rows: QuerySet[Row], query: str, *columns: str) -> QuerySet[Row]:
    """Return the rows whose columns meet a text search query; none where there is no query."""
    if not query:
        return rows.none()
    asked: Any = SearchQuery(query, search_type="raw", config="simple")
    held: Any = rows.annotate(words_held=vector_of(*columns)).filter(words_held=asked)
    return cast("QuerySet[Row]", held)


def estimates(several: "Iterable[QuerySet[Any, Any]]") -> list[int]:
    """Return about how many rows each of these are, as PostgreSQL expects from what it has counted; none is read.

    All are asked for at once: PostgreSQL takes several statements in one go, and answers one after the other.
    """
    asked = [rows.order_by().values("pk").query.sql_with_params() for rows in several]
    statements = "; ".join(f"EXPLAIN (FORMAT json) {sql}" for sql, _values in asked)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(statements, [value for _sql, values in asked for value in values])
        for _each in asked:
            (plan,) = cursor.fetchone()
            found.append(int(plan[0]["Plan"]["Plan Rows"]))
            cursor.nextset()
    return found


def looked_through(rows: QuerySet[Row], query: str, *columns: str, shown: str) -> list[int]:
    """Return a column of those of some thousand rows that meet a query: each is read, no index is asked.

    For words so common that an index takes longer to name all rows than it takes to read the latest.
    """
    sql, values = rows.annotate(looked_in=vector_of(*columns)).values_list(shown, "looked_in").query.sql_with_params()
    name = connection.ops.quote_name(shown)
    with connection.cursor() as cursor:
        # The rows end at a limit: PostgreSQL takes them first and asks then.
        statement = f"SELECT {name} FROM ({sql}) AS looked WHERE looked_in @@ to_tsquery('simple', %s)"  # noqa: S608 - as Django wrote it
        cursor.execute(statement, [*values, query])
        return [key for (key,) in cursor.fetchall()]


def _parted(column: str) -> Func:
    """Return a column with spaces around what is written without them, and ё as е, as most people write it."""
    each = Value(f"([{UNSPACED}])")
    spaced = Func(F(column), each, Value(r" \1 "), Value("g"), function="regexp_replace", output_field=TextField())
    return Func(spaced, Value("ёЁ"), Value("еЕ"), function="translate", output_field=TextField())
