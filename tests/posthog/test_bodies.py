"""Whatever way a client of PostHog wraps what it sends, the same is read."""

import base64
import gzip
import json
import zlib
from urllib.parse import quote, quote_plus

import pytest

from wellheard.connect.posthog.bodies import MOST_BYTES, read_json
from wellheard.foundation.http.doors import DoorError

SAID = {"api_key": "wb_1", "event": "Invoice sent", "properties": {"who": "Łucja 你好", "sum": 1}}
PLAIN = json.dumps(SAID).encode()
CODED = base64.b64encode(PLAIN)


@pytest.mark.parametrize(
    ("body", "query"),
    [
        (PLAIN, ""),
        (b"\n " + PLAIN, ""),
        (gzip.compress(PLAIN), ""),
        (gzip.compress(PLAIN), "compression=gzip-js&ip=1&_=1700000000000&ver=1.20.0"),
        (CODED, "compression=base64"),
        (b"data=" + quote(CODED).encode(), ""),
        (b"data=" + quote_plus(PLAIN).encode(), ""),
        (b"data=" + CODED, ""),
        (b"compression=base64&data=" + quote(CODED).encode(), ""),
        (base64.b64encode(gzip.compress(PLAIN)), ""),
        (b"", "ip=1&data=" + quote(CODED)),
    ],
)
def test_every_wrapping_holds_the_same(body: bytes, query: str) -> None:
    assert read_json(body, query) == SAID


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello?",
        b"{",
        b'{"event": ',
        b"[1, 2]",
        b"\x1f\x8bnot gzip",
        gzip.compress(PLAIN)[:-9],
        b"data=",
        b"\xff" * 40,
    ],
)
def test_what_is_no_event_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(DoorError, match=r".{20,}"):
        read_json(body)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * (MOST_BYTES + 10), 1)

    with pytest.raises(DoorError) as refused:
        read_json(bomb)

    assert refused.value.status == 413


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(DoorError):
        read_json(b'{"a":' * 100_000)


def test_deflate_without_a_header_is_no_base64() -> None:
    with pytest.raises(DoorError):
        read_json(zlib.compress(PLAIN))
