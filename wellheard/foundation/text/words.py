"""Words that stand in a text, by a PostgreSQL index over its columns: as they are, without a copy of them elsewhere.

Where no spaces part the words (Chinese, Japanese, Korean, Thai), each character is a word of its own: characters that are
asked for one behind the other find any part of a sentence.
"""

from typing import Any, TypeVar, cast

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, Model, QuerySet, TextField, Value

Row = TypeVar("Row", bound=Model)

# Kana, Han, hangul and Thai are written without spaces (or with few). Indexes hold this: others here ask for a migration.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f\U00020000-\U0002fa1f"


def vector_of(*columns: str) -> SearchVector:
    """Return what an index over these columns holds, and what is looked for in it."""
    return SearchVector(*(_parted(column) for column in columns), config="simple")


def holding(rows: QuerySet[Row], query: str, *columns: str) -> QuerySet[Row]:
    """Return the rows whose columns meet a text search query; none where there is no query."""
    if not query:
        return rows.none()
    asked: Any = SearchQuery(query, search_type="raw", config="simple")
    held: Any = rows.annotate(words_held=vector_of(*columns)).filter(words_held=asked)
    return cast("QuerySet[Row]", held)


def _parted(column: str) -> Func:
    """Return a column with spaces around what is written without them, and ё as е, as most people write it."""
    each = Value(f"([{UNSPACED}])")
    spaced = Func(F(column), each, Value(r" \1 "), Value("g"), function="regexp_replace", output_field=TextField())
    return Func(spaced, Value("ёЁ"), Value("еЕ"), function="translate", output_field=TextField())
