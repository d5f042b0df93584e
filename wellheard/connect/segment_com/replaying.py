"""Trying a dead letter of Segment's protocol again: one message, or a whole request that was no JSON."""

from datetime import datetime
from functools import partial

from wellheard.connect.segment_com.messages import KINDS, envelope, letters_of, read
from wellheard.listen.sources import replaying
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.usage.arriving import keep_now


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    for kind in ("", *KINDS):
        replaying.register(letters_of(kind), partial(_replay, kind))


def _replay(kind: str, source: KnownSource, body: bytes, received_at: datetime) -> None:
    # The clock of the client is not known any more; what it says of the time is taken to be right.
    keep_now([read(body, envelope(source, received_at, sent_at=None, kind=kind))])
