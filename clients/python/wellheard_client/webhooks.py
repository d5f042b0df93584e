"""Webhooks that arrive: whether they are really Wellheard's, and what they say (standardwebhooks.com, 1.0)."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any, TypedDict, cast

from wellheard_client.problems import WellheardError

# A message that is older, or from the future by more, may have been recorded by somebody and sent again.
TOLERANCE_SECONDS = 300


class SignatureError(WellheardError):
    """A message is not Wellheard's, or too old: answer 401 and do nothing."""


class Message(TypedDict):
    """What happened: the fact's name, when, and whom it is about, in codes and ids."""

    type: str
    timestamp: str
    data: dict[str, Any]


def verify(body: bytes, headers: Mapping[str, str], *, secret: str, now: float | None = None) -> Message:
    """Return the message, once one of its signatures was found to be by this secret (whsec_…).

    Hand over the body as it arrived, before any parsing. The same message may come twice: keep `webhook-id` to tell.
    Raises SignatureError; never anything else, whatever a stranger sends.
    """
    said = {name.lower(): value for name, value in headers.items()}
    moment = said.get("webhook-timestamp", "")
    _require_fresh(moment, time.time() if now is None else now)
    expected = _signature(body, said.get("webhook-id", ""), moment, secret)
    offered = [one.removeprefix("v1,") for one in said.get("webhook-signature", "").split() if one.startswith("v1,")]
    if not any(hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in offered):
        raise SignatureError("The signature is not by this secret; check that it is the newest one of this webhook.")
    return _parsed(body)


def _require_fresh(moment: str, now: float) -> None:
    if not re.fullmatch(r"[0-9]{1,12}", moment):
        raise SignatureError("There is no webhook-timestamp; this is not a message of Wellheard's.")
    if abs(now - int(moment)) > TOLERANCE_SECONDS:
        raise SignatureError("The message is more than five minutes old; check the clock, or somebody sent it again.")


def _signature(body: bytes, message_id: str, moment: str, secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as problem:
        raise SignatureError("The secret is not one of Wellheard's; copy it again, from whsec_ on.") from problem
    signed = f"{message_id}.{moment}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())


def _parsed(body: bytes) -> Message:
    try:
        content = json.loads(body)
    except ValueError as problem:
        raise SignatureError("The message is signed but is no JSON; hand over the body as it arrived.") from problem
    return cast("Message", content)
