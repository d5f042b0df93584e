"""Sets of public keys (JWKS, RFC 7517): fetched from the vendor's identity provider, kept for a while, never trusted further."""

import json
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from wellheard.customers.errors import TokenError
from wellheard.customers.models import IdentityKey
from wellheard.foundation.http import FetchError, fetch

FRESH_SECONDS = 600
# An unknown key id may mean that keys were changed; but strangers may send unknown ids as fast as they like.
AGAIN_SECONDS = 30
MOST_BYTES = 200_000
MOST_KEYS = 50
SECONDS = 5.0

_TYPES = {IdentityKey.Algorithm.RS256: "RSA", IdentityKey.Algorithm.ES256: "EC"}


def public_key_of(key: IdentityKey, key_id: str) -> Any:
    """Return the public key with this id from the set, if it is one of the pinned algorithm. Raises TokenError."""
    from jwt import PyJWK, PyJWTError

    kept = cache.get(_name(key))
    keys = fetch_keys(key) if kept is None else kept
    if key_id not in keys and cache.add(f"{_name(key)}:again", 1, AGAIN_SECONDS):
        keys = fetch_keys(key)
    if key_id not in keys:
        raise TokenError(_("The token was signed with a key that is not in the set of keys; sign in there again."))
    try:
        return PyJWK(keys[key_id], algorithm=key.algorithm).key
    except (PyJWTError, ValueError, TypeError) as problem:
        raise TokenError(_("The key in the set of keys cannot be read.")) from problem


def fetch_keys(key: IdentityKey) -> dict[str, dict[str, Any]]:
    """Fetch the set now and keep it. Raises TokenError when the provider gives none that we can use."""
    try:
        answer = fetch(key.jwks_url, seconds=SECONDS, most_bytes=MOST_BYTES)
    except FetchError as problem:
        raise TokenError(str(problem)) from problem
    if not answer.is_good:
        raise TokenError(_("The address of the keys answered %(status)d.") % {"status": answer.status})
    try:
        keys = _by_id(json.loads(answer.body), key.algorithm)
    except (ValueError, TypeError, RecursionError) as problem:
        raise TokenError(_("The address of the keys answered with something else than a set of keys.")) from problem
    cache.set(_name(key), keys, FRESH_SECONDS)
    return keys


def _by_id(found: Any, algorithm: str) -> dict[str, dict[str, Any]]:
    rows = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise TypeError(type(found))
    return {str(row["kid"]): row for row in rows[:MOST_KEYS] if isinstance(row, dict) and _fits(row, algorithm)}


def _fits(row: dict[str, Any], algorithm: str) -> bool:
    """Tell whether a key is for signatures by this algorithm: an `oct` key is a secret, and never taken from a public set."""
    is_kind = row.get("kty") == _TYPES.get(IdentityKey.Algorithm(algorithm)) and bool(row.get("kid"))
    is_curve = row.get("kty") != "EC" or row.get("crv") == "P-256"
    return is_kind and is_curve and row.get("use", "sig") == "sig" and row.get("alg", algorithm) == algorithm


def _name(key: IdentityKey) -> str:
    return f"jwks:{key.pk}"
