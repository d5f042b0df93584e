"""The body of a request, read whole and bounded before anything looks into it, so that slow or huge ones hold nobody up."""

import asyncio
import time
from typing import Self

from wellheard.foundation.http.protocol import Message, Receive, Scope

PIECE_SECONDS = 15
WHOLE_SECONDS = 60
# A browser reads no answer before it has sent everything; beyond this it is not worth listening to.
LISTEN_BYTES = 64 * 1024 * 1024
# What bodies that are still on their way hold of a process together, and what each may have besides: hundreds of slow senders of
# large ones cannot take the memory, and small ones get in meanwhile.
ROOM_BYTES, FREE_BYTES = 256 * 1024 * 1024, 128 * 1024


class BodyError(Exception):
    """A request's body cannot be taken; the text tells the sender why."""

    status = 400


class TooLargeError(BodyError):
    """The body is larger than this path takes."""

    status = 413

    def __init__(self, most: int) -> None:
        super().__init__(f"This is larger than the {_size(most)} that fit here. Send less at a time.")


class TooSlowError(BodyError):
    """The body did not arrive in time."""

    status = 408

    def __init__(self) -> None:
        super().__init__("Your request did not arrive in time. Nothing was saved; send it again.")


class BusyError(BodyError):
    """Too many large bodies are on their way at the same time."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "So much comes in at this moment that there is no room for more. Nothing was saved; send it again."
        )


class GoneError(Exception):
    """The sender hung up before the body was whole."""


async def read_whole(scope: Scope, receive: Receive, *, most: int) -> bytes:
    """Return the whole body. Raises TooLargeError beyond `most` bytes, TooSlowError, BusyError or GoneError."""
    if not _has_body(scope):
        return b""
    give_up_at = time.monotonic() + WHOLE_SECONDS
    # Not a list: a million pieces of two bytes would take thirty times their room.
    body = bytearray()
    size = 0
    more = True
    with _Share() as share:
        while more:
            message = await next_message(receive, give_up_at)
            piece = message.get("body", b"")
            more = message.get("more_body", False)
            size += len(piece)
            if size <= most:
                share.grow_to(size)
                body += piece
            elif size > LISTEN_BYTES:
                break
            else:
                share.grow_to(0)
                body.clear()
    if size > most:
        raise TooLargeError(most)
    return bytes(body)


class _Share:
    """What one body on its way holds of the room that all have together."""

    _held_by_all = 0

    def __init__(self) -> None:
        self._held = 0

    def grow_to(self, size: int) -> None:
        """Hold so much for a body of this size. Raises BusyError when that does not fit."""
        wanted = max(0, size - FREE_BYTES)
        if wanted > self._held and _Share._held_by_all - self._held + wanted > ROOM_BYTES:
            raise BusyError
        _Share._held_by_all += wanted - self._held
        self._held = wanted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.grow_to(0)


def _has_body(scope: Scope) -> bool:
    """Tell whether a body follows the headers (RFC 9112 6.3)."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )


async def next_message(receive: Receive, give_up_at: float) -> Message:
    """Return the next part of a body. Raises TooSlowError or GoneError."""
    try:
        message = await asyncio.wait_for(receive(), min(PIECE_SECONDS, max(give_up_at - time.monotonic(), 0)))
    except TimeoutError:
        raise TooSlowError from None
    if message["type"] == "http.disconnect":
        raise GoneError
    return message


def _size(number: int) -> str:
    return f"{number // 1_000_000} MB" if number >= 1_000_000 else f"{number // 1_000} KB"  # noqa: PLR2004 - a million
