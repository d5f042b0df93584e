"""What PostHog's clients send, whichever way they wrapped it: plain JSON, gzip, base64, a form, or in the address itself.

Nobody's headers are believed: posthog-js sends gzip as text/plain and says nothing of it, its last words come as beacons.
"""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qs

import msgspec

from wellheard.foundation.http.doors import DoorError
from wellheard.listen.sources.front_door import GZIP, unpacked

# PostHog takes as much, before and after unpacking.
MOST_BYTES = 20 * 1024 * 1024
# A form inside a form, or gzip inside base64: nothing real is wrapped more often.
MOST_WRAPPINGS = 4


class UnpackingError(DoorError):
    """What came cannot be read; the text says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(400, "unreadable", sentence)


def unpack(body: bytes, query: str) -> bytes:
    """Return the JSON that a request carries. Raises DoorError."""
    found = body.strip() or _in_address(query)
    if not found:
        raise UnpackingError("There is nothing in this request; send events as JSON.")
    for _wrapping in range(MOST_WRAPPINGS):
        if found.startswith(GZIP):
            found = unpacked(found, most=MOST_BYTES).strip()
        elif found[:1] in b"{[":
            return found
        elif found.startswith(b"data=") or b"&data=" in found[:1000]:
            found = _in_form(found)
        else:
            found = _from_base64(found)
    raise UnpackingError("This is no JSON, however it is unpacked.")


def read_json(body: bytes, query: str = "") -> dict[str, Any]:
    """Return the JSON object that a request carries. Raises DoorError."""
    try:
        content = msgspec.json.decode(unpack(body, query))
    except (msgspec.DecodeError, RecursionError) as problem:
        raise UnpackingError(f"This is no JSON: {problem}.") from problem
    if not isinstance(content, dict):
        raise UnpackingError("Send an object in braces.")
    return content


def said_in(query: str, *names: str) -> str:
    """Return what the address says under the first of these names; empty when it does not say."""
    found = parse_qs(query, max_num_fields=100) if query else {}
    return next((found[name][0] for name in names if name in found), "")


def _in_form(form: bytes) -> bytes:
    try:
        fields = parse_qs(form.decode("ascii"), max_num_fields=20)
    except ValueError as problem:
        raise UnpackingError("This begins as a form and is none.") from problem
    return (fields.get("data") or [""])[0].encode().strip()


def _in_address(query: str) -> bytes:
    return said_in(query, "data").encode().strip()


def _from_base64(text: bytes) -> bytes:
    # A form turns + into a space, and some clients leave the padding out.
    compact = b"".join(text.replace(b" ", b"+").split()).replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
    try:
        return base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True).strip()
    except binascii.Error as problem:
        raise UnpackingError("This is neither JSON nor gzip, a form or base64.") from problem
