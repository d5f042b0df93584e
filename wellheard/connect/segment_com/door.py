"""The door that Segment's and RudderStack's clients come to: they are told yes once everything is on the disk."""

from urllib.parse import unquote

from django.conf import settings

from wellheard.connect.segment_com.messages import MOST_EVENT_BYTES, Envelope, envelope, letters_of, read
from wellheard.connect.segment_com.requests import (
    BATCHES,
    CALLS,
    METRICS,
    MOST_BYTES,
    MOST_PUBLIC_BYTES,
    Taken,
    keys_of,
    taken_apart,
)
from wellheard.foundation import clock
from wellheard.foundation.http.bodies import read_whole
from wellheard.foundation.http.doors import DoorError, answer_json
from wellheard.foundation.http.protocol import Receive, Scope, Send, header
from wellheard.listen.sources import front_door
from wellheard.listen.sources.front_door import Letter
from wellheard.listen.sources.replaying import UnreadableError
from wellheard.listen.usage.arriving import Arrived

PATH = "/v1/"
DONE = {"success": True, "status": 1}
_SETTINGS = "/v1/projects/"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Take what a client sends, or tell a browser's client where to send it."""
    path = scope["path"].rstrip("/")
    call = path.removeprefix(PATH)
    if path.startswith(_SETTINGS):
        await _tell_settings(scope, send)
    elif call not in CALLS and call not in BATCHES and call != METRICS:
        raise DoorError(404, "unknown_call", "There is no such call here. There are those of Segment's HTTP API.")
    elif scope["method"] != "POST":
        raise DoorError(405, "method", "Send it with POST.", headers=[(b"allow", b"POST, OPTIONS")])
    else:
        await _take(scope, await read_whole(scope, receive, most=MOST_BYTES), call)
        await answer_json(send, 200, DONE)


async def _take(scope: Scope, body: bytes, call: str) -> None:
    # What the clients tell of themselves is nothing we need.
    if call == METRICS:
        return
    received_at = clock.now()
    authorization, origin = header(scope, b"authorization"), header(scope, b"origin")
    body = front_door.unpacked(body, most=MOST_BYTES)
    try:
        taken = taken_apart(body, is_batch=call in BATCHES)
    except DoorError as problem:
        # Whoever shows a key of ours has it kept; of strangers we keep nothing.
        source = await front_door.admitted(keys_of(authorization, ""), origin=origin)
        front_door.spend(source, 1)
        letter = [(body, str(problem))]
        await front_door.keep(
            source, protocol=letters_of(CALLS.get(call, "")), rows=[], letters=letter, received_at=received_at
        )
        raise
    source = await front_door.admitted(keys_of(authorization, taken.key), origin=origin)
    if source.is_public and len(body) > MOST_PUBLIC_BYTES:
        raise DoorError(400, "too_large", f"This is larger than the {MOST_PUBLIC_BYTES // 1024} KB that fit here.")
    front_door.spend(source, len(taken.messages))
    around = envelope(source, received_at, sent_at=taken.sent_at, kind=CALLS.get(call, ""), context=taken.context)
    rows, letters = _read(taken, around)
    await front_door.keep(source, protocol=letters_of(around.kind), rows=rows, letters=letters, received_at=received_at)
    if call in CALLS and len(body) > MOST_EVENT_BYTES:
        raise DoorError(400, "too_large", letters[0][1])


def _read(taken: Taken, around: Envelope) -> tuple[list[Arrived], list[Letter]]:
    """Return the messages that were understood, and the others as they came with the reason."""
    rows: list[Arrived] = []
    letters: list[Letter] = []
    for message in taken.messages:
        try:
            rows.append(read(message, around))
        except UnreadableError as problem:
            letters.append((bytes(message), str(problem)))
    return rows, letters


async def _tell_settings(scope: Scope, send: Send) -> None:
    """Tell a browser's client, which asks with its key alone, where to send what it hears."""
    key, _slash, rest = scope["path"].removeprefix(_SETTINGS).partition("/")
    source = await front_door.whose(unquote(key))
    if source is None or not source.is_public or rest.rstrip("/") != "settings":
        raise DoorError(404, "unknown_key", "No browser's key is this one. Look it up under Settings, Sources.")
    if scope["method"] not in {"GET", "HEAD"}:
        raise DoorError(405, "method", "Ask with GET.", headers=[(b"allow", b"GET, HEAD, OPTIONS")])
    here = {"apiKey": key, "apiHost": f"{_host(scope)}/v1", "protocol": _scheme(scope)}
    await answer_json(send, 200, {"integrations": {"Segment.io": here}, "plan": {}, "metrics": {"sampleRate": 0}})


def _host(scope: Scope) -> str:
    """Return the name we were asked by, where it is one of ours."""
    host = header(scope, b"host")
    return host if host.rpartition(":")[0] in settings.ALLOWED_HOSTS or host in settings.ALLOWED_HOSTS else _own_host()


def _own_host() -> str:
    return settings.BASE_URL.partition("://")[2].rstrip("/")


def _scheme(scope: Scope) -> str:
    return "https" if settings.IS_HTTPS else str(scope.get("scheme", "http"))
