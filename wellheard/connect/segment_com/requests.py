"""A request of Segment's clients taken apart: which call, whose keys, which messages.

Its content type is not asked: several clients name a wrong one.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import msgspec

from wellheard.connect.segment_com.messages import KINDS
from wellheard.foundation.http.doors import DoorError

MOST_EVENTS = 2_500
# What one request of a secret key may have, unpacked, as RudderStack takes; and of a key that everybody knows, as Segment.
MOST_BYTES, MOST_PUBLIC_BYTES = 4_000 * 1024, 500 * 1024

# The last part of the path says what the message is; clients in browsers shorten it to a letter.
CALLS = {name: kind for kind in KINDS for name in (kind, kind[0])}
BATCHES = frozenset({"batch", "import", "b"})
METRICS = "m"


class Batch(msgspec.Struct, rename="camel", frozen=True):
    """Many messages with what holds for all of them."""

    batch: list[msgspec.Raw]
    context: msgspec.Raw = msgspec.Raw()
    sent_at: Any = None
    write_key: str | None = None


class Single(msgspec.Struct, rename="camel", frozen=True):
    """Of one message, what is asked before it is read."""

    sent_at: Any = None
    write_key: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What one request brings."""

    messages: "list[msgspec.Raw] | list[bytes]"
    key: str
    sent_at: object
    context: bytes = b""


_batch, _single = msgspec.json.Decoder(Batch), msgspec.json.Decoder(Single)


def taken_apart(body: bytes, *, is_batch: bool) -> Taken:
    """Return the messages of a body, which is JSON or a form with JSON in `data`. Raises DoorError."""
    if body.lstrip()[:1] != b"{":
        body = _data_of(body)
    try:
        try:
            return _taken(body, is_batch=is_batch)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            return _taken(_mended(body), is_batch=is_batch)
    except msgspec.ValidationError as problem:
        raise DoorError(400, "invalid_request", f"This is not what the call takes: {problem}.") from problem
    except (ValueError, RecursionError) as problem:
        raise DoorError(400, "invalid_json", f"This is no JSON: {problem}.") from problem


def _taken(body: bytes, *, is_batch: bool) -> Taken:
    if not is_batch:
        one = _single.decode(body)
        return Taken([body], one.write_key or "", one.sent_at)
    many = _batch.decode(body)
    if len(many.batch) > MOST_EVENTS:
        raise DoorError(400, "too_many_events", f"A batch holds at most {MOST_EVENTS} events. Send less at a time.")
    context = bytes(many.context)
    shared = context if context.startswith(b"{") else b""
    return Taken(many.batch, many.write_key or "", many.sent_at, shared)


def _mended(body: bytes) -> bytes:
    """Return as JSON what JavaScript and Python take for it: half an emoji, NaN, bytes that are no UTF-8. Raises ValueError."""
    said = json.loads(body.decode("utf-8", "replace"), parse_constant=lambda _name: None)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def keys_of(authorization: str, in_body: str) -> list[str]:
    """Return the keys a request names, those of the header first: as a user name without a password, or as a bearer's token.

    A token of OAuth is none of ours; the key stands in the body then.
    """
    scheme, _space, said = authorization.strip().partition(" ")
    keys = [in_body]
    if scheme.lower() == "basic":
        keys.insert(0, _user_name(said.strip()))
    elif scheme.lower() == "bearer":
        keys.append(said.strip())
    return keys


def _user_name(said: str) -> str:
    try:
        pair = base64.b64decode(said + "=" * (-len(said) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return pair.partition(":")[0]


def _data_of(body: bytes) -> bytes:
    """Return the JSON inside a form: plain or as base64."""
    try:
        said = parse_qs(body.decode(), max_num_fields=20).get("data", [""])[0]
    except ValueError:
        said = ""
    if said.lstrip().startswith("{"):
        return said.encode()
    try:
        # A form turns the plus sign of base64 into a space.
        unwrapped = base64.b64decode(said.replace(" ", "+"), validate=True)
    except (binascii.Error, ValueError):
        unwrapped = b""
    return unwrapped or body
