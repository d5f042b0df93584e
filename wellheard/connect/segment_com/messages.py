"""One message of Segment's tracking API, read and checked by itself, so that a bad one holds up no other.

https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ and the common fields of its specification;
RudderStack speaks the same.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from wellheard.foundation.text.clean import storable_json
from wellheard.listen.sources.clocks import Clock, clock_of
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.sources.replaying import UnreadableError
from wellheard.listen.usage.arriving import MOST_MESSAGE_ID, Arrived

PROTOCOL = "segment"
MOST_EVENT_BYTES = 32 * 1024
KINDS = ("track", "page", "screen", "identify", "group", "alias")

Id = str | int | float | None
_EMPTY = msgspec.Raw()


class Said(msgspec.Struct, rename="camel", frozen=True):
    """The fields of a message that we read; what else it says is left where it is."""

    type: str | None = None
    message_id: Id = None
    user_id: Id = None
    anonymous_id: Id = None
    group_id: Id = None
    previous_id: Id = None
    event: str | None = None
    name: str | None = None
    category: str | None = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    properties: msgspec.Raw = _EMPTY
    traits: msgspec.Raw = _EMPTY
    context: msgspec.Raw = _EMPTY


@dataclass(frozen=True, slots=True)
class Envelope:
    """What holds for every message of a request: whose it is, what its call says it is, when it was sent and arrived."""

    source: KnownSource
    received_at: datetime
    clock: Clock
    # The call that was used, where it says what the message is.
    kind: str = ""
    # Of the whole batch; what a message says itself goes before it.
    context: bytes = b""


def letters_of(kind: str) -> str:
    """Return under which protocol a message is kept that could not be read: what its call said it is must be known then."""
    return f"{PROTOCOL}.{kind}" if kind else PROTOCOL


def envelope(
    source: KnownSource, received_at: datetime, *, sent_at: object, kind: str = "", context: bytes = b""
) -> Envelope:
    """Return what holds for every message of a request."""
    clock = clock_of(received_at, sent_at=sent_at, is_trusted=source.is_trusted)
    return Envelope(source, received_at, clock, kind, context)


_said = msgspec.json.Decoder(Said)


def read(raw: "bytes | msgspec.Raw", around: Envelope) -> Arrived:
    """Return one message as it is kept. Raises UnreadableError with the reason."""
    if len(raw) > MOST_EVENT_BYTES:
        raise UnreadableError(f"It is larger than the {MOST_EVENT_BYTES // 1024} KB that one event may have.")
    try:
        return _arrived(_said.decode(raw), around)
    except msgspec.ValidationError as problem:
        raise UnreadableError(f"A field is not what it should be: {problem}.") from problem
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise UnreadableError(f"It is no JSON: {problem}.") from problem
    except RecursionError as problem:
        raise UnreadableError("It is nested too deeply.") from problem


def _arrived(said: Said, around: Envelope) -> Arrived:
    kind = around.kind or said.type or ""
    context = _context(said.context, around.context)
    inside = _look_inside(context)
    traits = _object(said.traits, "traits")
    if traits == "{}" and kind == "identify" and isinstance(inside.get("traits"), dict):
        traits = _written(inside["traits"])
    group_id = said.group_id
    if group_id is None and not isinstance(inside.get("groupId"), dict | list):
        group_id = inside.get("groupId")
    clock = around.clock
    if said.sent_at is not None:
        clock = clock_of(around.received_at, sent_at=said.sent_at, is_trusted=around.source.is_trusted)
    row = Arrived(
        source_id=around.source.pk,
        protocol=PROTOCOL,
        message_id=_message_id(said.message_id),
        kind=kind,
        said_at=clock.said_at(said.original_timestamp or said.timestamp),
        received_at=around.received_at,
        name=(said.event if kind == "track" else said.name or said.category) or "",
        user_id=_id(said.user_id),
        anonymous_id=_id(said.anonymous_id),
        previous_id=_id(said.previous_id),
        group_id=_id(group_id),
        properties=_object(said.properties, "properties"),
        traits=traits,
        context=context,
        is_trusted=around.source.is_trusted,
    )
    _check(row)
    return row


def _check(row: Arrived) -> None:
    """Raise UnreadableError for a message that says nothing that can be used."""
    if row.kind not in KINDS:
        raise UnreadableError(f"There is no call “{row.kind[:40]}”." if row.kind else "It does not say its type.")
    if row.kind == "track" and not row.name.strip():
        raise UnreadableError("It tracks an event without a name: “event” is missing.")
    if row.kind == "group" and not row.group_id:
        raise UnreadableError("It names no company: “groupId” is missing.")
    if row.kind == "alias" and not (row.previous_id and row.user_id):
        raise UnreadableError("It joins nobody: it needs “previousId” and “userId”.")
    if not row.user_id and not row.anonymous_id and row.kind != "group":
        raise UnreadableError("It names nobody: it needs “userId” or “anonymousId”.")


def _id(said: Id) -> str:
    return said if isinstance(said, str) else "" if said is None else str(said)


def _message_id(said: Id) -> str:
    """Return what tells a repeat: the client's own id, its hash when it is longer than what is kept, a new one without any."""
    own = _id(said)
    if not own:
        return str(uuid.uuid4())
    if len(own) > MOST_MESSAGE_ID:
        return f"sha256:{hashlib.sha256(own.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return own


def _object(raw: msgspec.Raw, what: str) -> str:
    """Return an object as the text it came in. Raises UnreadableError for anything else."""
    text = bytes(raw)
    if not text or text == b"null":
        return "{}"
    if text[0] != ord("{"):
        raise UnreadableError(f"Its {what} are no object.")
    return _kept(text)


def _kept(text: bytes) -> str:
    """Return JSON as a database can keep it: without NUL signs and halves of surrogate pairs, which are rare."""
    if b"\\u" in text and (b"\\u0000" in text or b"\\ud" in text or b"\\uD" in text):
        return _written(storable_json(msgspec.json.decode(text)))
    return text.decode()


def _written(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _context(own: msgspec.Raw, shared: bytes) -> str:
    """Return the context of a message over that of its batch, without the address of who sent it: we keep none."""
    text = _object(own, "context")
    if not shared and '"ip"' not in text:
        return text
    said = {**msgspec.json.decode(shared or b"{}"), **msgspec.json.decode(text)}
    said.pop("ip", None)
    return _written(said)


def _look_inside(context: str) -> dict[str, Any]:
    """Return the context's fields where it has some that we read; most have none."""
    if '"groupId"' in context or '"traits"' in context:
        inside = msgspec.json.decode(context)
        return inside if isinstance(inside, dict) else {}
    return {}
