"""What every front door does: keys, sites, packing, limits, and the client's clock."""

import asyncio
import gzip
import threading
from collections.abc import Awaitable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.makers import make_source
from wellheard.foundation.http.doors import DoorError
from wellheard.listen.sources import front_door, looking, meter, queries
from wellheard.listen.sources.clocks import clock_of
from wellheard.listen.sources.looking import MOST_WAITING, CrowdedError, Looking
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


@pytest.mark.django_db(transaction=True)
def test_an_unknown_key_opens_nothing() -> None:
    with pytest.raises(DoorError) as problem:
        run(front_door.admitted(["ws_unknown"], origin=""))
    assert problem.value.status == 401


@pytest.mark.django_db(transaction=True)
def test_a_key_that_another_process_made_is_never_refused() -> None:
    other, _key = make_source()
    queries.remember([other], seconds=60)

    async def refused_then_made() -> list[object]:
        assert await queries.source_of("ws_nobodys") is None
        source, key = await asyncio.to_thread(_made_elsewhere)
        # Clients begin with several requests at once.
        found = await asyncio.gather(*(queries.source_of(key) for _client in range(3)))
        return [one == queries.known(source) for one in found]

    assert run(refused_then_made()) == [True] * 3


@pytest.mark.django_db(transaction=True)
def test_a_page_finds_a_key_that_another_process_made() -> None:
    queries.remember([], seconds=60)
    assert queries.source_now("wb_nobodys") is None
    source, key = make_source(kind="browser")

    assert queries.source_now(key) == queries.known(source)


@pytest.mark.django_db(transaction=True)
def test_a_site_that_another_process_named_is_never_refused() -> None:
    source, key = make_source(kind="browser", origins=["https://old.example"])
    queries.remember([source], seconds=60)
    Source.objects.update(origins=["https://old.example", "https://new.example"])

    assert run(front_door.admitted([key], origin="https://new.example")).pk == source.pk
    with pytest.raises(DoorError) as problem:
        run(front_door.admitted([key], origin="https://evil.example"))
    assert problem.value.code == "unknown_site"


@pytest.mark.django_db(transaction=True)
def test_a_revoked_key_is_not_found_again() -> None:
    _source, key = make_source(revoked_at=NOW)
    queries.remember([], seconds=60)

    assert run(queries.source_of(key)) is None


class Table:
    """Keys in a table whose reading takes a while: what is put there after it began is not seen by it."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.looks: list[int] = []
        self.may_end = threading.Event()

    def ask(self, keys: Collection[str]) -> dict[str, str]:
        there = {key: key for key in keys if key in self.keys}
        self.looks.append(len(keys))
        assert self.may_end.wait(10)
        return there


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_a_look_is_under_way_is_looked_for_in_the_next() -> None:
    table = Table()

    async def asked() -> list[str | None]:
        keys = Looking(table.ask)
        early = asyncio.ensure_future(keys.find("key"))
        while not table.looks and not early.done():
            await asyncio.sleep(0.01)
        table.keys.add("key")
        late = asyncio.ensure_future(keys.find("key"))
        await asyncio.sleep(0)
        table.may_end.set()
        return [await early, await late]

    assert run(asked()) == [None, "key"]


@pytest.mark.django_db(transaction=True)
def test_a_flood_of_unknown_keys_costs_few_looks_and_the_rest_come_again() -> None:
    table = Table()
    table.may_end.set()

    async def flood() -> list[object]:
        keys = Looking(table.ask)
        return await asyncio.gather(*(keys.find(f"key {number}") for number in range(800)), return_exceptions=True)

    answers = run(flood())

    assert table.looks == [MOST_WAITING]
    assert [type(answer) for answer in answers] == [type(None)] * MOST_WAITING + [CrowdedError] * (800 - MOST_WAITING)


@pytest.mark.django_db(transaction=True)
def test_a_client_that_comes_in_such_a_flood_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_WAITING", 0)
    with pytest.raises(DoorError) as problem:
        run(front_door.admitted(["ws_unknown"], origin=""))
    assert (problem.value.status, dict(problem.value.headers)[b"retry-after"]) == (503, b"1")


@pytest.mark.django_db(transaction=True)
def test_a_look_that_fails_is_told_to_whoever_waits_for_it_and_the_next_one_is_tried() -> None:
    fails = [True]

    def ask(keys: Collection[str]) -> dict[str, str]:
        if fails.pop() if fails else False:
            raise OperationalError("away")
        return {key: key for key in keys}

    async def twice() -> list[str | None]:
        keys = Looking(ask)
        with pytest.raises(OperationalError):
            await keys.find("key")
        return [await keys.find("key")]

    assert run(twice()) == ["key"]


def _made_elsewhere() -> tuple[Source, str]:
    try:
        return make_source()
    finally:
        connection.close()


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
        (gzip.compress(b"") * 100_000, 400),
    ],
    # What is packed says when: its bytes name no test twice the same.
    ids=["huge", "too long", "cut off", "nonsense", "in countless pieces"],
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
