"""A lake for tests: one that all share, emptied for each, or one of its own where its files are looked at."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from wellheard.listen.usage.arriving import Arrived
from wellheard.listen.usage.lake.places import Place
from wellheard.listen.usage.lake.store import LakeStore
from wellheard.listen.usage.models import ArrivedEvent

_numbers = itertools.count(1)


def _place(files: Path) -> Place:
    said = connection.get_connection_params()
    named = ("dbname", "user", "password", "host", "port")
    dsn = make_conninfo(**{name: said[name] for name in named if said.get(name)})
    return Place(dsn=dsn, files=str(files / "lake"), links=files / "extensions", schema=f"lake_{next(_numbers)}")


@pytest.fixture(scope="session")
def shared_lake(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LakeStore]:
    store = LakeStore(_place(tmp_path_factory.mktemp("shared")))
    yield store
    store.close()


@pytest.fixture
def lake(db: None, shared_lake: LakeStore) -> LakeStore:
    shared_lake._change(lambda duck: duck.execute("DELETE FROM events; DELETE FROM batches"))
    return shared_lake


@pytest.fixture
def place(db: None, tmp_path: Path) -> Place:
    return _place(tmp_path)


@pytest.fixture
def own_lake(place: Place) -> Iterator[LakeStore]:
    store = LakeStore(place)
    yield store
    store.close()


@pytest.fixture
def arrive(db: None) -> Callable[..., None]:
    """Let messages wait for the mover, in the test's own transaction."""

    def arrive(*rows: Arrived) -> None:
        ArrivedEvent.objects.bulk_create(
            ArrivedEvent(**{name: getattr(row, name) for name in row.__struct_fields__}) for row in rows
        )

    return arrive
