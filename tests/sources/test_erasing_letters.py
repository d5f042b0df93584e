"""Events that could not be understood are exported and erased with the person they name."""

import json
from collections.abc import Callable

import pytest

from tests.makers import make_contact, make_source
from wellheard.customers.commands import erase_contact
from wellheard.customers.erasing import everything_of, person_of
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.listen.sources.commands import keep_dead_letters
from wellheard.listen.sources.models import DeadLetter

pytestmark = pytest.mark.django_db


def known(*values: tuple[str, str]) -> Contact:
    contact = make_contact()
    for kind, value in values:
        ContactIdentity.objects.create(contact=contact, kind=kind, value=value)
    return contact


def letters(*bodies: bytes) -> None:
    source, _key = make_source()
    keep_dead_letters(
        source_id=source.pk,
        protocol="segment",
        letters=[(body, "It tracks an event without a name.") for body in bodies],
        received_at=clock.now(),
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"userId":"zzz-ada"}',
        b'{"traits": {"email": "Ada@Zzz.Example"}}',
        '{"userId":"Ольга \\\\ 7"}'.encode(),
        json.dumps({"userId": "Ольга \\ 7"}).encode(),
        b'\x00\xff broken {"anonymousId":"zzz-device"',
    ],
)
def test_a_letter_that_names_a_person_goes_with_them(body: bytes, run_jobs: Callable[[], None]) -> None:
    ada = known(
        ("external", "zzz-ada"), ("email", "ada@zzz.example"), ("device", "zzz-device"), ("external", "Ольга \\ 7")
    )
    letters(body, b'{"userId":"zzz-ada-2"}', b'{"n":"ada"}')

    [told] = everything_of(person_of(ada.pk))["dead_letters"]
    assert told["reason"] == "It tracks an event without a name."
    erase_contact(contact_id=ada.pk)
    run_jobs()

    assert sorted(bytes(letter.body) for letter in DeadLetter.objects.all()) == [
        b"",
        b'{"n":"ada"}',
        b'{"userId":"zzz-ada-2"}',
    ]
    assert DeadLetter.objects.waiting().count() == 2
    letters(body)
    assert everything_of(person_of(known().pk))["dead_letters"] == []


def test_a_letter_that_was_tried_again_loses_its_words_too() -> None:
    ada = known(("external", "zzz-ada"))
    letters(b'{"userId":"zzz-ada"}')
    DeadLetter.objects.update(replayed_at=clock.now())

    erase_contact(contact_id=ada.pk)

    letter = DeadLetter.objects.get()
    assert (bytes(letter.body), letter.discarded_at) == (b"", None)
