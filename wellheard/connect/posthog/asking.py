"""What PostHog's clients ask: how they are to behave, which surveys there are, which flags are on for whom.

The only flags there are say who may be shown a survey; every other flag is off. Sessions, clicks and errors are not recorded.
"""

import uuid
from typing import Any

from wellheard.connect.posthog.bodies import read_json, said_in
from wellheard.connect.posthog.offering import as_script, with_pairs_drawn
from wellheard.connect.posthog.offers import flags_for, offered
from wellheard.connect.posthog.people import id_of, person_of
from wellheard.connect.posthog.whom import Whom, token_in, whom_of
from wellheard.foundation.http.bodies import read_whole
from wellheard.foundation.http.doors import SAFE_HEADERS, DoorError, answer_json, in_thread
from wellheard.foundation.http.protocol import Headers, Receive, Scope, Send, header, send_whole
from wellheard.listen.sources.front_door import admitted, spend
from wellheard.listen.sources.queries import KnownSource

# Properties of a person and their groups come along; they are not read.
MOST_BYTES = 2_000_000
TOKEN_ENDS = ("/config", "/config.js")

_SCRIPT: Headers = [
    (b"content-type", b"text/javascript; charset=utf-8"),
    *[(name, value) for name, value in SAFE_HEADERS if name != b"content-type"],
]
_BEHAVIOUR: dict[str, Any] = {
    "supportedCompression": ["gzip", "gzip-js"],
    "hasFeatureFlags": True,
    "autocapture_opt_out": True,
    "autocaptureExceptions": False,
    "captureDeadClicks": False,
    "capturePerformance": False,
    "heatmaps": False,
    "sessionRecording": False,
    "elementsChainAsString": True,
    "defaultIdentifiedOnly": True,
    "conversations": False,
    "productTours": False,
    "isAuthenticated": False,
    "toolbarParams": {},
    "siteApps": [],
    "errorTracking": {"autocaptureExceptions": False, "suppressionRules": []},
}


async def flags(scope: Scope, receive: Receive, send: Send) -> None:
    """Say which flags are on for a person."""
    said = await _said(scope, receive)
    query = scope["query_string"].decode("latin1")
    source = await _admit(scope, said.get("token"), said.get("api_key"), said_in(query, "token", "api_key"))
    spend(source, 1)
    whom, on = await in_thread(_decided, source, said)
    answer = _answer_of_flags(on, whom) if _is_new(scope, query) else _answer_of_decide(on)
    if not _is_new(scope, query) or said_in(query, "config") == "true":
        answer |= await in_thread(_config)
    await answer_json(send, 200, answer)


async def surveys(scope: Scope, receive: Receive, send: Send) -> None:
    """Say which surveys there are. Whom each is for is said by its flag."""
    await read_whole(scope, receive, most=MOST_BYTES)
    await _admit(scope, said_in(scope["query_string"].decode("latin1"), "token", "api_key"))
    found = await in_thread(offered)
    await answer_json(send, 200, {"surveys": [with_pairs_drawn(survey) for survey in found]})


async def config(scope: Scope, receive: Receive, send: Send) -> None:
    """Say how a client is to behave, as JSON or as a script."""
    await read_whole(scope, receive, most=MOST_BYTES)
    token, slash, end = scope["path"].removeprefix("/array/").partition("/")
    if slash + end not in TOKEN_ENDS:
        raise DoorError(404, "not_found", "There is config and config.js here; array.js is in /static/.")
    await _admit(scope, token)
    said = await in_thread(_config)
    if end == "config":
        await answer_json(send, 200, said)
    else:
        await send_whole(send, 200, _SCRIPT, as_script(said, token).encode())


async def _said(scope: Scope, receive: Receive) -> dict[str, Any]:
    body = await read_whole(scope, receive, most=MOST_BYTES)
    return read_json(body, scope["query_string"].decode("latin1"))


async def _admit(scope: Scope, *keys: object) -> KnownSource:
    origin = header(scope, b"origin")
    return await admitted([key for key in keys if isinstance(key, str) and key], origin=origin)


def _decided(source: KnownSource, said: dict[str, Any]) -> tuple[Whom, dict[str, bool]]:
    properties = said.get("person_properties")
    language = id_of(properties.get("language")) if isinstance(properties, dict) else ""
    person = person_of(id_of(said.get("distinct_id") or said.get("$distinct_id")), said)
    whom = whom_of(source, person, token=token_in(properties), language=language)
    return whom, flags_for(whom.asked)


def _is_new(scope: Scope, query: str) -> bool:
    return scope["path"].startswith("/flags") and said_in(query, "v") == "2"


def _answer_of_flags(on: dict[str, bool], whom: Whom) -> dict[str, Any]:
    why = whom.doubt or "Decided for this person"
    return _whole({"flags": {key: _flag(key, is_on, number, why) for number, (key, is_on) in enumerate(on.items(), 1)}})


def _answer_of_decide(on: dict[str, bool]) -> dict[str, Any]:
    return _whole({"featureFlags": on, "featureFlagPayloads": {}})


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"errorsWhileComputingFlags": False, "requestId": str(uuid.uuid4())}


def _flag(key: str, is_on: bool, number: int, why: str) -> dict[str, Any]:  # noqa: FBT001 - the value of a flag
    """Return a flag with a reason that tells nothing of the rule, only whether we know who asks."""
    code = "condition_match" if is_on else "no_condition_match"
    return {
        "key": key,
        "enabled": is_on,
        "variant": None,
        "reason": {"code": code, "description": why, "condition_index": 0 if is_on else None},
        "metadata": {"id": number, "version": 1, "description": None, "payload": None},
    }


def _config() -> dict[str, Any]:
    return _BEHAVIOUR | {"surveys": bool(offered())}
