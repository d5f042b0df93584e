"""Standard Webhooks signatures (standardwebhooks.com, 1.0): HMAC-SHA256 over id, timestamp and body."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"


def make_secret() -> str:
    """Return a new secret of 192 bits, as the standard writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def signed(body: bytes, *, message_id: str, moment: int, with_secrets: Iterable[str]) -> dict[str, str]:
    """Return the headers of a message; with two secrets, two signatures of which the receiver needs one."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(_signature(body, message_id, moment, secret) for secret in with_secrets),
    }


def _signature(body: bytes, message_id: str, moment: int, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{message_id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
