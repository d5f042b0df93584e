"""Requests that come at the same time are kept together, and one that cannot be kept spoils it for no other."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from tests.makers import make_arrived
from wellheard.listen.sources import gathering
from wellheard.listen.usage import arriving
from wellheard.listen.usage.arriving import Arrived, KeepingError


def kept_of(monkeypatch: pytest.MonkeyPatch, *messages: str) -> tuple[list[list[str]], list[BaseException | None]]:
    """Send so many requests at once; return what was kept in one go each, and how each request ended."""
    copies: list[list[str]] = []

    async def keep(rows: Sequence[Arrived]) -> None:
        await asyncio.sleep(0.01)
        names = [row.message_id for row in rows]
        if "away" in names:
            raise KeepingError("The database does not answer.")
        if "poison" in names:
            raise ValueError("poison")
        copies.append(names)

    async def send() -> list[BaseException | None]:
        rows = [make_arrived(message_id=message) for message in messages]
        return await asyncio.gather(*(gathering.keep([row]) for row in rows), return_exceptions=True)

    monkeypatch.setattr(arriving, "keep", keep)
    # In a thread: after a browser's tests this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return copies, thread.submit(lambda: asyncio.run(send())).result()


def test_who_comes_meanwhile_shares_the_next_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    copies, ended = kept_of(monkeypatch, *(str(number) for number in range(50)))

    assert ended == [None] * 50
    assert sorted(chain.from_iterable(copies), key=int) == [str(number) for number in range(50)]
    assert len(copies) < 5


def test_one_that_cannot_be_kept_spoils_it_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    copies, ended = kept_of(monkeypatch, "a", "b", "c", "poison", "d")

    assert sorted(chain.from_iterable(copies)) == ["a", "b", "c", "d"]
    assert [type(one) for one in ended] == [type(None)] * 3 + [ValueError, type(None)]


def test_nobody_is_told_it_is_kept_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    _copies, ended = kept_of(monkeypatch, "away", "away", "away")

    assert [type(one) for one in ended] == [KeepingError] * 3


def test_what_waits_for_a_slow_database_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_WAITING", 3 * gathering._weight([make_arrived(message_id="a")]))

    copies, ended = kept_of(monkeypatch, "a", "b", "c", "d", "e")

    assert sorted(chain.from_iterable(copies)) == ["a", "b", "c"]
    assert [type(one) for one in ended] == [type(None)] * 3 + [KeepingError] * 2


def test_there_is_room_again_once_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_WAITING", 1)
    kept: list[str] = []

    async def keep(rows: Sequence[Arrived]) -> None:
        kept.extend(row.message_id for row in rows)

    async def send() -> None:
        # What is larger than all that may wait goes by itself.
        await gathering.keep([make_arrived(message_id="a")])
        await asyncio.sleep(0)
        await gathering.keep([make_arrived(message_id="b")])

    monkeypatch.setattr(arriving, "keep", keep)
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(send())).result()
    assert kept == ["a", "b"]
