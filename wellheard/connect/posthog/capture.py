"""Where PostHog's clients send events: kept first, then told that they are.

https://posthog.com/docs/api/capture. What cannot be understood goes to the dead letters, and the client is told that all is
well: it would only send the same again.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from wellheard.connect.posthog import hearing
from wellheard.connect.posthog.bodies import MOST_BYTES, unpack
from wellheard.connect.posthog.events import MOST_EVENT_BYTES, PROTOCOL, EventError, arrived
from wellheard.connect.posthog.messages import UnreadableEventError, read_event, take_apart
from wellheard.connect.posthog.people import id_of
from wellheard.foundation import clock
from wellheard.foundation.http.bodies import read_whole
from wellheard.foundation.http.doors import DoorError, answer_json, in_thread
from wellheard.foundation.http.protocol import Receive, Scope, Send, header
from wellheard.listen.sources import front_door
from wellheard.listen.sources.clocks import Clock, clock_of
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.usage.arriving import Arrived

WELL = {"status": 1}
# A client of the newer protocol gives up at 429; this it takes as: come again.
COME_AGAIN = 503


@dataclass
class Read:
    """What a request told: what can be kept, what cannot with the reason, what was said of surveys, and how each event fared."""

    rows: list[Arrived] = field(default_factory=list)
    letters: list[front_door.Letter] = field(default_factory=list)
    of_surveys: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, dict[str, str]] = field(default_factory=dict)


async def capture(scope: Scope, receive: Receive, send: Send) -> None:
    """Take events as clients send them by default."""
    await _take(scope, receive)
    await answer_json(send, 200, WELL)


async def capture_each(scope: Scope, receive: Receive, send: Send) -> None:
    """Take events in the newer way, which says of each how it fared."""
    try:
        read = await _take(scope, receive)
    except DoorError as problem:
        if problem.status == 429:  # noqa: PLR2004 - too many
            problem.status = COME_AGAIN
        raise
    await answer_json(send, 200, {"results": read.results})


async def _take(scope: Scope, receive: Receive) -> Read:
    received_at = clock.now()
    body = await read_whole(scope, receive, most=MOST_BYTES)
    query = scope["query_string"].decode("latin1")
    request = take_apart(unpack(body, query), query, bearer_of(scope))
    source = await front_door.admitted([request.key], origin=header(scope, b"origin"))
    front_door.spend(source, len(request.events))
    sent_at = request.sent_at or header(scope, b"posthog-request-timestamp") or None
    sent_at = None if request.is_historical else sent_at
    read = understand(request.events, source, clock_of(received_at, sent_at=sent_at, is_trusted=source.is_trusted))
    keep = partial(front_door.keep, source, protocol=PROTOCOL, received_at=received_at)
    await keep(rows=read.rows, letters=read.letters)
    if read.of_surveys and (letters := await in_thread(hearing.hear_all, source, read.of_surveys)):
        await keep(rows=[], letters=letters)
    return read


def bearer_of(scope: Scope) -> str:
    """Return the key that a request carries in its head; empty when it does not."""
    kind, _space, key = header(scope, b"authorization").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def understand(events: list[bytes], source: KnownSource, sender: Clock) -> Read:
    """Return what each event of a request tells; one that cannot be read spoils no other."""
    read = Read()
    for raw in events:
        event: dict[str, Any] = {}
        try:
            event = _readable(raw)
            rows = arrived(event, source=source, clock=sender)
        except (UnreadableEventError, EventError) as problem:
            read.letters.append((raw, str(problem)))
            read.results[id_of(event.get("uuid"))] = {"result": "drop", "details": str(problem)}
            continue
        read.rows += rows
        read.results[rows[0].message_id] = {"result": "ok"}
        if hearing.is_of_survey(event):
            read.of_surveys.append(event)
    return read


def _readable(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_EVENT_BYTES:
        raise EventError("It is larger than the 900 KiB an event may have.")
    return read_event(raw)
