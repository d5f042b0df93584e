"""Who is in the demo story: Northwind's people, its product, and the companies that pay for it."""

from dataclasses import dataclass, fields
from typing import Any

from wellheard.web.demo.reading import rows

VENDOR = "Northwind Field Service"
PRODUCT = "Northwind Field"
# So long ago Northwind brought what it had from elsewhere, and began.
BEGAN_DAYS_AGO = 150


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at Northwind."""

    name: str
    role: str
    department: str
    team: str


@dataclass(frozen=True)
class Customer:
    """A company of the story. Amounts are whole units of its currency a month; `renews_in` counts days, None never renews."""

    name: str
    industry: str
    country: str
    plan: str
    tier: str
    currency: str
    amount: int
    months: int
    stage: str
    owner: str
    renews_in: int | None
    seats: int
    engineers: int
    is_underground: bool
    tags: tuple[str, ...]

    @property
    def is_lost(self) -> bool:
        return self.stage == "lost"


@dataclass(frozen=True)
class Person:
    """Somebody who works for a customer."""

    name: str
    company: str
    language: str
    role: str
    job: str


def _customer(row: dict[str, str]) -> Customer:
    given: dict[str, Any] = {field.name: row.get(field.name, "") for field in fields(Customer)}
    given |= {name: int(row[name]) for name in ("amount", "months", "seats", "engineers")}
    return Customer(
        **given
        | {
            "renews_in": int(row["renews_in"]) if row["renews_in"] else None,
            "is_underground": row["underground"] == "yes",
            "tags": tuple(tag.strip() for tag in row["tags"].split(",") if tag.strip()),
        }
    )


STAFF = tuple(Colleague(row["name"], row["role"], row["department"], row["teams"]) for row in rows("staff"))
AREAS = tuple((row["name"], row["team"]) for row in rows("areas"))
CUSTOMERS = tuple(_customer(row) for row in rows("companies"))
PEOPLE = tuple(Person(**row) for row in rows("people"))
