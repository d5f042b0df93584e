"""A request of PostHog's clients taken apart into its events, each with the bytes it came in."""

from dataclasses import dataclass
from typing import Any

import msgspec

from wellheard.connect.posthog.bodies import UnpackingError, said_in

MOST_EVENTS = 20_000


class Message(msgspec.Struct):
    """The frame of a request: several events under one key, or one event that is its own frame."""

    api_key: Any = None
    token: Any = None
    batch: list[msgspec.Raw] | None = None
    # Clients of long ago.
    data: msgspec.Raw = msgspec.Raw()
    sent_at: Any = None
    historical_migration: Any = None


@dataclass(frozen=True, slots=True)
class Request:
    """What one request carries: whose key, when its client says it was sent, and the events as they came."""

    key: str
    events: list[bytes]
    sent_at: Any = None
    is_historical: bool = False


class UnreadableEventError(ValueError):
    """One of several events cannot be read; the text says why."""


_message = msgspec.json.Decoder(Message)
_events = msgspec.json.Decoder(list[msgspec.Raw])
_event = msgspec.json.Decoder(dict[str, Any])


def take_apart(content: bytes, query: str, bearer: str = "") -> Request:
    """Return the events of a request's JSON. Raises UnpackingError."""
    try:
        message, raw = _frame(content)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise UnpackingError(f"This is no JSON that holds events: {problem}.") from problem
    if len(raw) > MOST_EVENTS:
        raise UnpackingError("Send at most 20,000 events at a time.")
    events = [bytes(event) for event in raw]
    said = (bearer, message.api_key, message.token, said_in(query, "api_key", "token"))
    key = next((found for found in said if isinstance(found, str) and found), "")
    return Request(
        key=key or _key_of_first(events),
        events=events,
        # Browsers say it in the address, in milliseconds, where the body is a list.
        sent_at=message.sent_at or _number(said_in(query, "_")),
        is_historical=message.historical_migration is True,
    )


def read_event(raw: bytes) -> dict[str, Any]:
    """Return one event. Raises UnreadableEventError."""
    try:
        return _event.decode(raw)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise UnreadableEventError(f"An event is an object in braces: {problem}.") from problem


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 20 else None  # noqa: PLR2004 - no moment is as long


def _frame(content: bytes) -> tuple[Message, list[msgspec.Raw]]:
    if content.startswith(b"["):
        return Message(), _events.decode(content)
    message = _message.decode(content)
    if message.batch is not None:
        return message, message.batch
    if bytes(message.data).startswith((b"[", b"{")):
        return message, _frame(bytes(message.data))[1]
    return message, [msgspec.Raw(content)]


def _key_of_first(events: list[bytes]) -> str:
    """Lists have no frame: every event carries the key, and a client has one."""
    if not events:
        return ""
    try:
        event = read_event(events[0])
    except UnreadableEventError:
        return ""
    properties = event.get("properties")
    inner = properties.get("token") if isinstance(properties, dict) else None
    found = event.get("api_key") or event.get("token") or inner
    return found if isinstance(found, str) else ""
