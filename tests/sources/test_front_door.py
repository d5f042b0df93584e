"""What every front door does: keys, sites, packing, limits, and the client's clock."""

import asyncio
import gzip
from collections.abc import Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.makers import make_source
from wellheard.foundation.http.doors import DoorError
from wellheard.listen.sources import front_door, meter, queries
from wellheard.listen.sources.clocks import clock_of
from wellheard.listen.sources.models import Source

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    meter.forget()
    yield
    meter.forget()


def run(asked: Awaitable[Any]) -> Any:
    """Run in a thread: after a browser's tests this one has an event loop already."""

    async def whole() -> Any:
        return await asked

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(whole())).result()


@pytest.mark.parametrize(
    ("fields", "origin", "refused"),
    [
        ({"kind": "server"}, "", None),
        ({"kind": "server"}, "https://app.example.com", "secret_key"),
        ({"kind": "browser"}, "https://app.example.com", None),
        ({"kind": "browser", "origins": ["https://app.example.com"]}, "https://app.example.com", None),
        ({"kind": "browser", "origins": ["https://app.example.com"]}, "https://evil.example", "unknown_site"),
        ({"kind": "server", "paused_at": NOW}, "", "paused"),
    ],
)
@pytest.mark.django_db
def test_who_is_let_in(fields: dict[str, Any], origin: str, refused: str | None) -> None:
    source, key = make_source(**fields)
    queries.remember([source])

    if refused is None:
        assert run(front_door.admitted(["", "ws_unknown", key], origin=origin)).pk == source.pk
        return
    with pytest.raises(DoorError) as problem:
        run(front_door.admitted([key], origin=origin))
    assert problem.value.code == refused


def test_an_unknown_key_opens_nothing() -> None:
    queries.remember([])
    with pytest.raises(DoorError) as problem:
        run(front_door.admitted(["ws_unknown"], origin=""))
    assert problem.value.status == 401


@pytest.mark.django_db(transaction=True)
def test_a_key_made_a_moment_ago_is_found() -> None:
    other, _key = make_source()
    queries.remember([other], seconds=60)
    source, key = make_source()
    queries._Kept.looked_at -= 2

    async def twice() -> list[object]:
        return list(await asyncio.gather(queries.source_of(key), queries.source_of(key)))

    # Two requests at once are what clients begin with: neither is refused while we look.
    assert run(twice()) == [queries.known(source)] * 2


def test_packing_is_told_by_its_first_bytes() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two")

    assert front_door.unpacked(packed, most=100) == b"one two"
    assert front_door.unpacked(b"plain", most=100) == b"plain"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (gzip.compress(bytes(50_000_000)), 413),
        (gzip.compress(b"x" * 101), 413),
        (gzip.compress(b"cut off" * 10)[:-9], 400),
        (b"\x1f\x8bnonsense", 400),
    ],
    # What is packed says when: its bytes name no test twice the same.
    ids=["huge", "too long", "cut off", "nonsense"],
)
def test_what_cannot_be_unpacked_is_refused(body: bytes, status: int) -> None:
    with pytest.raises(DoorError) as problem:
        front_door.unpacked(body, most=100)
    assert problem.value.status == status


@pytest.mark.django_db(transaction=True)
def test_a_source_that_sends_too_much_is_told_when_to_come_again() -> None:
    source, _key = make_source(per_minute=100)

    async def send() -> None:
        known = queries.known(source)
        front_door.spend(known, 99)
        await asyncio.gather(*meter._tasks)
        front_door.spend(known, 5_000)
        with pytest.raises(DoorError) as problem:
            front_door.spend(known, 1)
        assert problem.value.status == 429
        assert 1 <= int(dict(problem.value.headers)[b"retry-after"]) <= 60

    run(send())
    assert Source.objects.get().last_seen_at is not None


@pytest.mark.parametrize(
    ("timestamp", "sent_at", "said"),
    [
        ("2026-11-22T11:59:00Z", None, timedelta(minutes=1)),
        ("2026-11-22T14:29:00+02:00", "2026-11-22T12:30:00Z", timedelta(minutes=1)),
        ("2031-01-01T00:00:00.123Z", "2031-01-01T00:10:00.123Z", timedelta(minutes=10)),
        (1_795_348_740, None, timedelta(minutes=1)),
        (1_795_348_740_000, None, timedelta(minutes=1)),
        ("2026-11-22T11:59:00", "nonsense", timedelta(minutes=1)),
        ("2026-11-22T12:01:00Z", None, timedelta(0)),
        ("1970-01-01T00:00:00Z", None, timedelta(0)),
        ("yesterday", "2026-11-22T12:00:00Z", timedelta(0)),
        (True, None, timedelta(0)),
        (10**40, None, timedelta(0)),
        ("0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59Z", timedelta(0)),
    ],
)
def test_a_wrong_clock_is_set_right(timestamp: object, sent_at: object, said: timedelta) -> None:
    assert NOW - clock_of(NOW, sent_at=sent_at, is_trusted=True).said_at(timestamp) == said


def test_a_browser_brings_nothing_of_years_ago() -> None:
    clock = clock_of(NOW, sent_at=None, is_trusted=False)

    assert clock.said_at("2026-11-01T12:00:00Z") == NOW - timedelta(days=21)
    assert clock.said_at("2019-11-01T12:00:00Z") == NOW
