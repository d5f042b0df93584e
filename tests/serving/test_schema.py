"""Tables are brought up to date by one process at a time, and never by a version older than they are."""

import pytest
from django.db import connection

from wellheard.foundation import schema
from wellheard.foundation.schema import NewerSchemaError

pytestmark = pytest.mark.django_db


def test_tables_that_fit_are_left_alone() -> None:
    said: list[str] = []
    schema.bring_up_to_date(report=said.append)
    assert said == []
    assert schema.pending() == schema.unknown() == []
    assert schema.fits()


def test_newer_tables_are_refused_and_left_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('decide', '0999_future', now())")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        with pytest.raises(NewerSchemaError, match=r"newer Wellheard \(it has decide\.0999_future"):
            schema.bring_up_to_date(report=lambda _: None)
        assert schema.pending() == ["sessions.0001_initial"]
        assert not schema.fits()


def test_tables_of_a_part_that_was_taken_out_are_no_hindrance() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('gone', '0001_initial', now())")
    assert schema.unknown() == []
    assert schema.not_known_here({"gone": "0001_initial"}) == []


def test_the_lock_is_given_back() -> None:
    schema.bring_up_to_date(report=lambda _: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
