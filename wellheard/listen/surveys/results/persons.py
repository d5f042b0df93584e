"""Who counts as one person in SQL: somebody we know, a device, or, where nothing is known, nobody else."""

from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, RowNumber

Row = TypeVar("Row", bound=Model)


def person(of: str = "") -> Coalesce:
    """Return who stands in a row, or in the row that `of` leads to, such as "response__"."""
    text = TextField()
    return Coalesce(
        Cast(f"{of}contact_id", text),
        NullIf(Cast(f"{of}device", text), Value("", output_field=text)),
        Concat(Value("#"), Cast(f"{of}id", text), output_field=text),
        output_field=text,
    )


def last_of_each(rows: QuerySet[Row], *, by: str, of: str = "") -> QuerySet[Any]:
    """Return the keys of the last row of each person, by a moment; of the same moment the one that was written later."""
    latest = [F(f"{of}{by}").desc(), F("pk").desc()]
    turn = Window(RowNumber(), partition_by=[person(of)], order_by=latest)
    return rows.order_by().annotate(turn=turn).filter(turn=1).values("pk")
