"""The body of a request, read whole before a thread of Django's is given to it, so that slow or huge ones hold nobody up."""

import asyncio
import re
import time

from django.conf import settings

from wellheard.web.protocol import Message, Receive, Scope

# Where pictures are sent, and nowhere beside it, a form with files may carry more: with posts and comments of the portal, and
# with the logo. Pictures are four of five megabytes.
LARGER: dict[re.Pattern[str], int] = {
    re.compile(r"/portal/posts/"): 21_000_000,
    re.compile(r"/portal/ideas/[0-9]+/comments/"): 21_000_000,
    re.compile(r"/settings/portal/"): 6_000_000,
}
PIECE_SECONDS = 15
WHOLE_SECONDS = 60
# A browser reads no answer before it has sent everything; beyond this it is not worth listening to.
LISTEN_BYTES = 64 * 1024 * 1024


class BodyError(Exception):
    """A request's body cannot be taken; the text tells the sender why."""

    status = 400


class TooLargeError(BodyError):
    """The body is larger than this path takes."""

    status = 413

    def __init__(self, most: int) -> None:
        super().__init__(f"This is larger than the {most // 1_000_000} MB that fit here. Send less at a time.")


class TooSlowError(BodyError):
    """The body did not arrive in time."""

    status = 408

    def __init__(self) -> None:
        super().__init__("Your request did not arrive in time. Nothing was saved; send it again.")


class GoneError(Exception):
    """The sender hung up before the body was whole."""


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body. Raises TooLargeError, TooSlowError or GoneError."""
    if not _has_body(scope):
        return b""
    most = _most(scope)
    give_up_at = time.monotonic() + WHOLE_SECONDS
    pieces: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await next_message(receive, give_up_at)
        piece = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(piece)
        if size <= most:
            pieces.append(piece)
        elif size > LISTEN_BYTES:
            break
    if size > most:
        raise TooLargeError(most)
    return b"".join(pieces)


def _has_body(scope: Scope) -> bool:
    """Tell whether a body follows the headers (RFC 9112 6.3)."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )


def _most(scope: Scope) -> int:
    """Return how many bytes this request may have: more only where a form brings files."""
    kinds = (value for name, value in scope["headers"] if name == b"content-type")
    if not next(kinds, b"").startswith(b"multipart/form-data"):
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    larger = (most for path, most in LARGER.items() if path.fullmatch(scope["path"]))
    return next(larger, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


async def next_message(receive: Receive, give_up_at: float) -> Message:
    """Return the next part of a body. Raises TooSlowError or GoneError."""
    try:
        message = await asyncio.wait_for(receive(), min(PIECE_SECONDS, max(give_up_at - time.monotonic(), 0)))
    except TimeoutError:
        raise TooSlowError from None
    if message["type"] == "http.disconnect":
        raise GoneError
    return message
