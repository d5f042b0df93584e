"""Whether a kept connection still works: told without a question where it answered a moment ago."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from wellheard.foundation.postgresql import base
from wellheard.foundation.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Iterator[DatabaseWrapper]:
    """Return a connection beside the test's own that has just answered."""
    other = connection.copy()
    assert isinstance(other, DatabaseWrapper)
    other.connect()
    assert other.is_usable()
    yield other
    other.close()


def cannot_answer(other: DatabaseWrapper) -> None:
    """Bring the connection where any question is refused, though it is there."""
    assert other.connection is not None
    other.connection.autocommit = False
    with pytest.raises(psycopg.Error), other.connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_a_connection_that_answered_a_moment_ago_is_not_asked(other: DatabaseWrapper) -> None:
    cannot_answer(other)
    assert other.is_usable()


def test_it_is_asked_after_some_seconds(other: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "TRUSTED_SECONDS", 0)
    cannot_answer(other)
    assert not other.is_usable()


def test_it_is_asked_after_an_error(other: DatabaseWrapper) -> None:
    other.errors_occurred = True
    cannot_answer(other)
    assert not other.is_usable()


def test_one_that_the_server_ended_is_noticed_at_once(other: DatabaseWrapper) -> None:
    assert other.connection is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
    give_up_at = time.monotonic() + 5
    while other.is_usable() and time.monotonic() < give_up_at:
        time.sleep(0.01)
    assert not other.is_usable()
