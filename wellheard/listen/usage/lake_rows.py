"""What the lake holds of a person, in the shape in which the other parts of the product show what they hold."""

from functools import cached_property
from typing import Any

from wellheard.customers.erasing import Person
from wellheard.customers.models import ContactIdentity
from wellheard.listen.usage.event_store import Subject
from wellheard.listen.usage.lake.apart import events_of
from wellheard.listen.usage.models import Batch
from wellheard.listen.usage.stores import place

Kind = ContactIdentity.Kind


class LakeRows:
    """Every event of a person; read once, when it is asked for. Raises StoreError then."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def count(self) -> int:
        """Return how many."""
        return len(self._events)

    def values(self, *columns: str) -> list[dict[str, Any]]:
        """Return them as they are shown, the oldest first."""
        return [{name: event[name] for name in columns} for event in self._events]

    @cached_property
    def _events(self) -> list[dict[str, Any]]:
        # While nothing was ever moved there is no lake to open.
        return events_of(place(), subject_of(self._person)) if Batch.objects.exists() else []


def subject_of(person: Person) -> Subject:
    """Return in which ways events may name a person."""

    def known(kind: str) -> tuple[str, ...]:
        return tuple(value for one, value in person.known_as if one == kind)

    return Subject(person.ids, known(Kind.EXTERNAL), known(Kind.DEVICE))
