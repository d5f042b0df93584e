"""What clients tell us is on the disk before we say so, whatever becomes of the database meanwhile."""

import asyncio
import json

import pytest
from django.db import connection

from tests.makers import keep_now, make_arrived
from wellheard.listen.usage import arriving
from wellheard.listen.usage.arriving import KeepingError, keep
from wellheard.listen.usage.models import ArrivedEvent

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_came_is_there_when_we_say_so() -> None:
    message = make_arrived(name="Report exported", properties=json.dumps({"pages": 12}), user_id="u-1", is_trusted=True)

    keep_now(message, make_arrived())

    kept = ArrivedEvent.objects.get(message_id=message.message_id)
    assert (kept.name, kept.user_id, kept.is_trusted, kept.batch) == ("Report exported", "u-1", True, None)
    assert (kept.said_at, json.loads(kept.properties)) == (message.said_at, {"pages": 12})
    assert ArrivedEvent.objects.count() == 2


def test_nothing_is_kept_of_a_batch_that_breaks_off() -> None:
    good, bad = make_arrived(), make_arrived(source_id=2**70)

    with pytest.raises(Exception, match=r"bigint|out of range"):
        keep_now(good, bad)

    assert not ArrivedEvent.objects.exists()


def test_texts_that_a_database_does_not_take_are_kept_without_what_it_refuses() -> None:
    keep_now(make_arrived(name="a\0b\ud800" + "x" * 300, user_id="é" * 400))

    kept = ArrivedEvent.objects.get()
    assert kept.name.startswith("ab?xxx")
    assert kept.user_id == "é" * 320


def test_a_server_that_sent_everybody_away_is_asked_again() -> None:
    async def with_a_break() -> None:
        await keep([make_arrived()])
        await _send_everybody_away()
        await keep([make_arrived()])
        await arriving.close()

    asyncio.run(with_a_break())

    assert ArrivedEvent.objects.count() == 2


def test_a_database_that_is_away_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(arriving, "_address", lambda: {"host": "127.0.0.1", "port": 1, "dbname": "nobody"})

    with pytest.raises(KeepingError, match="send this again"):
        keep_now(make_arrived())


def test_many_at_once_share_few_connections() -> None:
    async def all_at_once() -> None:
        await asyncio.gather(*(keep([make_arrived()]) for _n in range(20)))
        await arriving.close()

    asyncio.run(all_at_once())

    assert ArrivedEvent.objects.count() == 20


async def _send_everybody_away() -> None:
    await asyncio.to_thread(_terminate)


def _terminate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()
