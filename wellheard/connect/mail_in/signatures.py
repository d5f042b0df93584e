"""Whether a program that posts to us holds the secret: signatures of Standard Webhooks (standardwebhooks.com, 1.0)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

from wellheard.connect.webhooks.signing import PREFIX
from wellheard.foundation import clock

# A request that was overheard cannot be sent again later than that; clocks may differ by as much.
WINDOW_SECONDS = 300
MOST_SIGNATURES = 5


def is_signed(body: bytes, headers: Mapping[str, str], *, with_secrets: Iterable[str]) -> bool:
    """Tell whether one of the secrets signed this body, under this id, within the last five minutes."""
    message_id, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not _is_now(moment):
        return False
    signed = f"{message_id}.{moment}.".encode("utf-8", "surrogateescape") + body
    given = headers.get("webhook-signature", "").split(" ")[:MOST_SIGNATURES]
    expected = [_signature(signed, secret) for secret in with_secrets]
    # Every pair is compared to its end, so that the time taken tells nothing.
    matches = [
        hmac.compare_digest(one.encode("utf-8", "surrogateescape"), right) for one in given for right in expected
    ]
    return any(matches)


def _is_now(moment: str) -> bool:
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12):  # noqa: PLR2004 - seconds for thousands of years
        return False
    return abs(clock.now().timestamp() - int(moment)) <= WINDOW_SECONDS


def _signature(signed: bytes, secret: str) -> bytes:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
