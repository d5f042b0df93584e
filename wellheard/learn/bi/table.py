"""What one table for other tools is: its rows, and what each column means."""

from collections.abc import Iterable
from dataclasses import dataclass

SCHEMA = "bi"


@dataclass(frozen=True)
class Column:
    """One column: its name for ever, the expression behind it, and what it means."""

    name: str
    expression: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: `rows` is what follows FROM, `meaning` what one row is. A column's name is never used for something else."""

    name: str
    meaning: str
    rows: str
    columns: tuple[Column, ...]

    @property
    def select(self) -> str:
        """The query behind it."""
        shown = ", ".join(f'{column.expression} AS "{column.name}"' for column in self.columns)
        return f"SELECT {shown} FROM {self.rows}"  # noqa: S608 - pieces of our own


def columns(said: Iterable[tuple[str, str] | tuple[str, str, str]]) -> tuple[Column, ...]:
    """Return columns from (name, meaning), or (name, expression, meaning) where the expression is not just the name."""
    found = []
    for one in said:
        name, expression, meaning = one if len(one) == 3 else (one[0], f't."{one[0]}"', one[1])  # noqa: PLR2004 - as said
        found.append(Column(name, expression, meaning))
    return tuple(found)


def money(name: str, expression: str, meaning: str, currency: str = "vendor.currency") -> tuple[str, str, str]:
    """Return a column of an amount in whole units of its currency; stored are minor units."""
    # Other tools need to know how exact it is: three decimals, for a dinar has a thousand parts.
    return name, f"{SCHEMA}.major({expression}, {currency})::numeric(21, 3)", meaning


# The one row of the vendor: amounts that were brought to one currency are in its reporting currency.
VENDOR = "LEFT JOIN (SELECT currency FROM workspace_vendor ORDER BY id LIMIT 1) AS vendor ON TRUE"
CURRENCY = ("currency", "vendor.currency", "The reporting currency of the amounts in this row")
