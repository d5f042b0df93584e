"""Secrets that are shown once: links and API tokens. Only their SHA-256 is kept, so a stolen database opens nothing."""

import hashlib
import secrets


def make_key(prefix: str = "") -> str:
    """Return a new secret of 256 bits that fits into an address."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """Return what is kept of a secret; looked up by index, since nobody can guess 256 bits."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
