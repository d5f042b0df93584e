"""The signature of webhooks as GitHub and Discourse make it: HMAC-SHA256 of the body as it came, in a header of its own.

docs.github.com/webhooks (X-Hub-Signature-256); meta.discourse.org, "Set up webhooks" (X-Discourse-Event-Signature).
"""

import hashlib
import hmac

PREFIX = "sha256="


def signature_of(body: bytes, secret: str) -> str:
    """Return the header that goes with a body."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, said: str, secret: str) -> bool:
    """Tell whether a header was made with our secret, in the same time whatever it says."""
    expected = signature_of(body, secret).encode()
    return bool(secret) and hmac.compare_digest(expected, said.encode("utf-8", "surrogateescape"))
