"""The addresses of Delighted's API, version 1, and who answers each. https://app.delighted.com/docs/api"""

import base64
import binascii
import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings

from wellheard.connect.delighted import autopilot, figures, people, responses, stopping
from wellheard.connect.delighted.asking import Answer, Call, Handler, unknown
from wellheard.foundation.http import doors
from wellheard.foundation.http.bodies import read_whole
from wellheard.foundation.http.doors import DoorError, answer_json, in_thread
from wellheard.foundation.http.protocol import Receive, Scope, Send, header
from wellheard.foundation.text.clean import storable, storable_json
from wellheard.listen.sources.front_door import admitted, spend

MOST_BYTES = 500_000
ROOT = "/v1/"

# By noun; a method with a slash is of one thing below it.
HANDLERS: dict[str, dict[str, Handler]] = {
    "people": {"GET": people.listed, "POST": people.invited, "DELETE/": people.let_go},
    "metrics": {"GET": figures.metrics},
    "survey_responses": {
        "GET": responses.listed,
        "POST": responses.added,
        "GET/": responses.shown,
        "PUT/": responses.changed,
    },
    "unsubscribes": {"GET": stopping.unsubscribed, "POST": stopping.unsubscribe},
    "bounces": {"GET": stopping.bounced},
    "autopilot": {
        "GET": autopilot.settings_of,
        "GET/": autopilot.settings_of,
        "POST/": autopilot.refuse,
        "DELETE/": autopilot.refuse,
    },
}


def open_all() -> None:
    """Let each noun be answered before Django is asked."""
    for noun in HANDLERS:
        for path in (noun, f"{noun}.json", f"{noun}/"):
            doors.register(f"{ROOT}{path}", answer)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one call of a client that has the key of a server."""
    body = await read_whole(scope, receive, most=MOST_BYTES)
    source = await admitted(list(_keys(scope)), origin=header(scope, b"origin"))
    if not source.is_trusted:
        raise DoorError(401, "browser_key", "This is a browser's key, which everybody can read. Use that of a server.")
    spend(source, 1)
    noun, _slash, place = scope["path"].removeprefix(ROOT).removesuffix(".json").partition("/")
    handler = HANDLERS[noun.removesuffix(".json")].get(scope["method"] + ("/" if place else ""))
    if handler is None:
        raise unknown()
    query = parse_qs(scope["query_string"].decode("latin1"), max_num_fields=100)
    call = Call(storable(place), storable_json(query), _said(body), _address(scope))
    said = await in_thread(handler, call)
    await answer_json(send, said.status, said.content, headers=_links(call, said))


def _keys(scope: Scope) -> list[str]:
    """Return the key from the head. The client leaves out the colon that belongs behind a name."""
    kind, _space, coded = header(scope, b"authorization").partition(" ")
    if kind.lower() != "basic":
        return []
    try:
        said = base64.b64decode(coded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return []
    return [said.partition(":")[0]]


def _said(body: bytes) -> dict[str, Any]:
    """Return what a body says: JSON, or a form as other clients of Delighted send it."""
    if not body.strip():
        return {}
    try:
        found = storable_json(json.loads(body))
    except (ValueError, RecursionError):
        return _form(body)
    if not isinstance(found, dict):
        raise DoorError(422, "invalid", "Send an object in braces.")
    return found


def _form(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        fields = parse_qs(body.decode(), max_num_fields=200, strict_parsing=True)
    except ValueError as problem:
        raise DoorError(422, "invalid", "This is neither JSON nor a form.") from problem
    for name, values in fields.items():
        outer, bracket, inner = name.partition("[")
        if bracket:
            found.setdefault(outer, {})[inner.removesuffix("]")] = values[0]
        else:
            found[outer] = values[0]
    return dict(storable_json(found))


def _address(scope: Scope) -> str:
    """Return the address a client asked, as it has to be for its next page."""
    base, host = urlsplit(settings.BASE_URL), header(scope, b"host")
    scheme = base.scheme if host == base.netloc else scope.get("scheme", "http")
    return f"{scheme}://{host or base.netloc}{scope['path']}"


def _links(call: Call, said: Answer) -> list[tuple[bytes, bytes]]:
    if not said.following:
        return []
    kept = {name: values for name, values in call.query.items() if name not in {"page", "page_info"}}
    address = f"{call.address}?{urlencode(kept | {'page_info': said.following}, doseq=True)}"
    return [(b"link", f'<{address}>; rel="next"'.encode("latin1", "ignore"))]
