"""Events that could not be understood may name a person all the same: found by their ids and addresses, and erased with them."""

import json

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, StrIndex
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, register
from wellheard.foundation import clock
from wellheard.listen.sources.models import DeadLetter

_ASCII = 128


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "dead_letters",
            _("Events that name them and could not be understood"),
            naming,
            {"received_at": _("When"), "reason": _("Reason"), "as_it_came": _("As it came")},
            _erase,
        )
    )


def naming(person: Person) -> QuerySet[DeadLetter]:
    """Return the letters in which one of a person's ids or addresses stands, in quotes, as JSON writes it."""
    letters = DeadLetter.objects.annotate(
        as_it_came=Func(F("body"), Value("escape"), function="encode", output_field=TextField())
    )
    ways = {way.lower() for _kind, value in person.known_as for way in _written(value)}
    wanted = Q(pk__in=[])
    for number, way in enumerate(sorted(ways)):
        letters = letters.alias(**{f"place_{number}": StrIndex(Lower("as_it_came"), Value(way))})
        wanted |= Q(**{f"place_{number}__gt": 0})
    return letters.filter(wanted).order_by("pk")


def _written(value: str) -> set[str]:
    return {_escaped(json.dumps(value)), _escaped(json.dumps(value, ensure_ascii=False))}


def _escaped(said: str) -> str:
    """Return a text as PostgreSQL shows its bytes: a letter that is no ASCII as the numbers of its bytes, a backslash twice."""
    return "".join(
        "\\\\" if byte == ord("\\") else chr(byte) if byte < _ASCII else f"\\{byte:03o}" for byte in said.encode()
    )


def _erase(person: Person) -> None:
    now = clock.now()
    held = list(naming(person).values_list("pk", flat=True))
    letters = DeadLetter.objects.filter(pk__in=held)
    letters.waiting().update(discarded_at=now)
    # That it came stays known: a client that sends it again brings nothing back.
    letters.update(body=b"")
