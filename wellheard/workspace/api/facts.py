"""The feed of facts: what happened, in order, for programs that ask now and then."""

from datetime import datetime
from typing import Annotated, Any

from django.db import connection
from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.foundation.facts.models import Fact
from wellheard.workspace.api.answers import address, told
from wellheard.workspace.api.routers import ScopedRouter, TokenRequest

router = ScopedRouter("facts", "facts")

# A fact gets its number before its transaction ends. What is newer than the oldest open change waits, so that no fact turns
# up later before one that was read already.
_OLDEST_OPEN = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


class Actor(Schema):
    """Who did it: a person who works here, a contact, a token, or Wellheard itself."""

    type: str
    id: int | None


class Subject(Schema):
    """What it is about."""

    type: str
    id: int


class FactTold(Schema):
    """Something that happened, in codes and numbers. Names and meanings are listed in docs/facts.md."""

    id: int
    name: str
    happened_at: datetime
    actor: Actor
    subject: Subject
    company_id: int | None
    contact_id: int | None
    details: dict[str, Any]


class Facts(Schema):
    """Facts in the order they were recorded; ask again with `next` whether it is new or not."""

    items: list[FactTold]
    next: str = Field(description="Ask this address the next time; it stays the same while nothing is new")


class FactsAsked(Schema):
    """Which facts are wanted."""

    after: Annotated[int, Field(ge=0, lt=2**63, description="The id of the last fact you know; 0 for the first")] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    name: Annotated[str, Field(max_length=60, description="Only facts of this name")] = ""


@router.reads("/facts", Facts, "What happened since")
def list_facts(request: TokenRequest, asked: Query[FactsAsked]) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return facts after one you know, oldest first."""
    facts = Fact.objects.filter(pk__gt=asked.after)
    if asked.name:
        facts = facts.filter(name=asked.name)
    if oldest := _oldest_open_change():
        facts = facts.filter(recorded_at__lt=oldest)
    found = list(facts.order_by("pk")[: asked.limit])
    last = found[-1].pk if found else asked.after
    more = f"&name={asked.name}" if asked.name and asked.name.replace(".", "").replace("_", "").isalnum() else ""
    return told({"items": [in_full(fact) for fact in found], "next": address(f"facts?after={last}{more}")})


def in_full(fact: Fact) -> dict[str, Any]:
    """Return a fact as programs read it."""
    return {
        "id": fact.pk,
        "name": fact.name,
        "happened_at": fact.happened_at,
        "actor": {"type": fact.actor_type, "id": fact.actor_id},
        "subject": {"type": fact.subject_type, "id": fact.subject_id},
        "company_id": fact.company_id,
        "contact_id": fact.contact_id,
        "details": fact.details,
    }


def _oldest_open_change() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_OPEN)
        found: datetime | None = cursor.fetchone()[0]
        return found
