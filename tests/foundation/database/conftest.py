"""Who runs Wellheard in these tests, and rooms for them, bare or with a cluster."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.foundation.database.rooms import IS_ROOT, ORDINARY, POSTGRES, Person, Room, new_folder, ordinary_python
from wellheard.foundation import database


@pytest.fixture(scope="session", params=["root", "an ordinary user"])
def person(request: pytest.FixtureRequest) -> Person:
    """Everyone who may run Wellheard: root, who hands the server to nobody, and an ordinary user, who runs it himself."""
    if request.param == "root":
        if not IS_ROOT:
            pytest.skip("the tests do not run as root")
        return Person("root", 0, pwd.getpwnam("nobody").pw_uid)
    if not IS_ROOT:
        return Person("an ordinary user", os.geteuid(), os.geteuid())
    uid = pwd.getpwnam(ORDINARY).pw_uid
    return Person("an ordinary user", uid, uid, ordinary_python())


@pytest.fixture(scope="session")
def myself() -> Person:
    """Return whoever runs the tests."""
    return Person("myself", os.geteuid(), pwd.getpwnam("nobody").pw_uid if IS_ROOT else os.geteuid())


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """Return the database folder of a stopped cluster, made once: initdb takes longer than most tests."""
    with new_folder() as folder:
        with (
            database.join(folder / "data", preferred=POSTGRES.bin) as handle,
            psycopg.connect(handle.address.dsn, autocommit=True) as connection,
        ):
            connection.execute("CREATE TABLE said (who int, number int, PRIMARY KEY (who, number))")
        yield folder / "data" / "database"


@pytest.fixture
def bare_room(person: Person) -> Iterator[Room]:
    """Return a room without a cluster."""
    yield from _room(person)


@pytest.fixture
def room(person: Person, template: Path) -> Iterator[Room]:
    """Return a room with a stopped cluster."""
    for room in _room(person):
        room.furnish(template)
        yield room


@pytest.fixture
def my_bare_room(myself: Person) -> Iterator[Room]:
    """Return a room without a cluster, for whoever runs the tests."""
    yield from _room(myself)


@pytest.fixture
def my_room(myself: Person, template: Path) -> Iterator[Room]:
    """Return a room with a stopped cluster, for whoever runs the tests."""
    for room in _room(myself):
        room.furnish(template)
        yield room


def _room(person: Person) -> Iterator[Room]:
    with new_folder() as folder:
        os.chown(folder, person.own_uid, -1)
        room = Room(folder, person)
        try:
            yield room
        finally:
            room.close()
