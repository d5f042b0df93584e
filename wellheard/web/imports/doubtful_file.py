"""Doubtful rows of a file of deals as a file: what is mended in it and brought in again finds the same deals."""

from collections.abc import Callable, Iterator
from itertools import islice

from wellheard.listen.deals.queries.doubts import DoubtfulRow, doubtful_rows
from wellheard.listen.imports import trying
from wellheard.listen.models import Import
from wellheard.web.exports.table import Columns, Rows
from wellheard.web.exports.writing import MARK, lines

# By it rows without an id of their own are known again, whatever is mended in them.
OWN_ID = "Wellheard deal id"
# No importer takes this for a column of its own.
WHY = "waits because"
_PART = 500


def lines_in_doubt(run: Import) -> Iterator[str]:
    """Yield the lines of the file: each doubtful row once, with its line, why it waits, and its cells as they came."""
    return lines(_columns(run), Rows(0, _parts(doubtful_rows(run))), before=MARK)


def _columns(run: Import) -> Columns:
    id_column = {**trying.guess(run.kind, run.columns), **run.options.get("mapped", {})}.get("id", "") or OWN_ID
    columns: Columns = {
        "line": lambda row: row.number,
        WHY: lambda row: "; ".join(map(str, row.why)),
        **{name: _cell(name) for name in run.columns if name not in {"line", WHY}},
    }
    return columns | {id_column: lambda row: row.deal.raw.get(id_column) or row.deal.external_id}


def _cell(name: str) -> Callable[[DoubtfulRow], str]:
    return lambda row: row.deal.raw.get(name, "")


def _parts(rows: Iterator[DoubtfulRow]) -> Iterator[list[DoubtfulRow]]:
    while part := list(islice(rows, _PART)):
        yield part
