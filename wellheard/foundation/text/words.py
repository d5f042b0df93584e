"""Words that stand in a text, by a PostgreSQL index over its columns: for texts that need no word forms to be found."""

import re
from typing import Any, TypeVar, cast

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

_MOST_WORDS = 12


def vector_of(*columns: str) -> SearchVector:
    """Return what an index over these columns holds, and what is looked for in it."""
    return SearchVector(*columns, config="simple")


def holding(rows: QuerySet[Row], words: str, *columns: str) -> QuerySet[Row]:
    """Return the rows whose columns hold words that begin with all of these; none where there is no word."""
    found = re.findall(r"\w+", words)[:_MOST_WORDS]
    if not found:
        return rows.none()
    asked: Any = SearchQuery(" & ".join(f"'{word}':*" for word in found), search_type="raw", config="simple")
    held: Any = rows.annotate(words_held=vector_of(*columns)).filter(words_held=asked)
    return cast("QuerySet[Row]", held)
