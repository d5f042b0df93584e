"""What every front door does, whichever protocol it speaks: whose key it is, unpacking, keeping before saying so."""

import zlib
from collections.abc import Awaitable, Sequence
from datetime import datetime

from wellheard.foundation.http.doors import DoorError, in_thread
from wellheard.listen.sources import gathering, meter
from wellheard.listen.sources.commands import keep_dead_letters
from wellheard.listen.sources.looking import CrowdedError
from wellheard.listen.sources.queries import KnownSource, source_afresh, source_of
from wellheard.listen.usage.arriving import Arrived, KeepingError

GZIP = b"\x1f\x8b"
# Clients pack in one piece. What follows a piece is copied each time, so thousands of empty ones would hold everybody up.
MOST_PIECES = 16
# A paused source's clients ask again after so long.
PAUSE_SECONDS = 30
AWAY_SECONDS = 5
CROWDED_SECONDS = 1

# An event as it came, and why it could not be understood.
Letter = tuple[bytes, str]


async def admitted(keys: Sequence[str], *, origin: str) -> KnownSource:
    """Return the source that the first of these keys we know belongs to. Raises DoorError when there is none, when the page of
    this site may not use it, and while it is paused.

    A paused source is answered as one that sends too much: the clients keep what they have and come again, without counting
    it as a failure.
    """
    for key in keys:
        if source := await whose(key):
            if not source.lets_in(origin):
                # Its site may have been named a moment ago.
                source = await _answered_for(source_afresh(key)) or source
            _check(source, origin)
            return source
    raise DoorError(401, "unknown_key", "This key opens nothing here. Look it up under Settings, Sources.")


async def whose(key: str) -> KnownSource | None:
    """Return the source a key belongs to. Raises DoorError while too many unknown keys are being looked for."""
    return await _answered_for(source_of(key))


async def _answered_for(asked: Awaitable[KnownSource | None]) -> KnownSource | None:
    try:
        return await asked
    except CrowdedError as problem:
        after = [(b"retry-after", str(CROWDED_SECONDS).encode())]
        sentence = "Too many keys nobody knows are being tried. Send this again in a moment."
        raise DoorError(503, "busy", sentence, headers=after) from problem


def _check(source: KnownSource, origin: str) -> None:
    if not source.is_public and origin.startswith("http"):
        raise DoorError(
            403, "secret_key", "This is the secret key of a server, used in a page where everybody reads it. Revoke it."
        )
    if not source.lets_in(origin):
        raise DoorError(403, "unknown_site", "Pages of this site may not use this key. Add the site to the source.")
    if source.is_paused:
        raise wait_error(PAUSE_SECONDS, "paused", "This source is paused. Keep what you have and send it later.")


def wait_error(seconds: int, code: str, sentence: str) -> DoorError:
    """Return what tells a client to come again."""
    after = str(seconds).encode()
    return DoorError(429, code, sentence, headers=[(b"retry-after", after), (b"x-ratelimit-reset", after)])


def spend(source: KnownSource, events: int) -> None:
    """Count what a source sends. Raises DoorError when it has sent more than it may this minute."""
    if seconds := meter.spend(source, events):
        raise wait_error(seconds, "too_many_events", "This source has sent its events of this minute. Wait.")


def unpacked(body: bytes, *, most: int) -> bytes:
    """Return a body, unpacked where its first bytes say it is packed, whatever its headers say. Raises DoorError."""
    if not body.startswith(GZIP):
        return body
    pieces, left = [], most + 1
    try:
        while body.startswith(GZIP) and left > 0:
            unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            pieces.append(unpacking.decompress(body, left))
            left -= len(pieces[-1])
            if len(pieces) > MOST_PIECES:
                raise DoorError(
                    400, "unreadable", f"This is packed (gzip) in more than {MOST_PIECES} pieces. Pack it in one."
                )
            if left > 0 and not unpacking.eof:
                raise DoorError(400, "unreadable", "This is cut off: its packing (gzip) has no end. Send it again.")
            body = unpacking.unused_data
    except zlib.error as problem:
        raise DoorError(400, "unreadable", "The packing of this (gzip) is broken. Send it again.") from problem
    if left <= 0:
        raise DoorError(413, "too_large", f"Unpacked, this is larger than the {most // 1000} KB that fit here.")
    return b"".join(pieces)


async def keep(
    source: KnownSource, *, protocol: str, rows: Sequence[Arrived], letters: Sequence[Letter], received_at: datetime
) -> None:
    """Keep what was understood, and what was not with the reason; on return all of it is on the disk. Raises DoorError."""
    try:
        if rows:
            await gathering.keep(rows)
    except KeepingError as problem:
        after = [(b"retry-after", str(AWAY_SECONDS).encode())]
        raise DoorError(503, "away", str(problem), headers=after) from problem
    if letters:
        await in_thread(
            keep_dead_letters, source_id=source.pk, protocol=protocol, letters=letters, received_at=received_at
        )
