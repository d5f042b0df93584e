"""What programs name by its id: in an address, or in a field of what they send."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from wellheard.workspace.api.answers import MovedError, kept
from wellheard.workspace.api.problems import ProblemError

Row = TypeVar("Row", bound=Model)


def named(rows: QuerySet[Row], pk: int | None, field: str) -> Row | None:
    """Return the row a field names, or None where it names nothing. Raises ProblemError 422 for an id nothing has."""
    if not pk:
        return None
    row = rows.filter(pk=pk).first()
    if row is None:
        sentence = _("%(name)s: there is nothing with this id; check the number.") % {"name": field}
        raise ProblemError(422, sentence, kind="refused")
    return row


def unmerged(rows: QuerySet[Row], pk: int, what: str, path: str) -> Row:
    """Return the row an address names. Raises ProblemError 404, or MovedError where it was merged into another one."""
    row = kept(rows.filter(pk=pk).first(), what)
    into: int | None = row.merged_into_id  # type: ignore[attr-defined]
    if into:
        raise MovedError(what, into, f"{path}/{into}")
    return row
