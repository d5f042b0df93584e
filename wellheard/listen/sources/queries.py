"""Whose key it is. Known without asking the database for a few seconds: the front door asks with every request."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass

from wellheard.foundation.http.doors import in_thread
from wellheard.listen.sources.models import Source
from wellheard.workspace.keys import hash_of

# Another process knows of a pause, a new limit or a revocation after so long.
FRESH_SECONDS = 5.0
# A key made a moment ago is looked for; somebody who tries keys at random makes us look no oftener.
LOOK_AGAIN_SECONDS = 1.0
_WAIT_SECONDS = 0.02
# Longer ones are no keys of ours.
MOST_KEY = 100


@dataclass(frozen=True, slots=True)
class KnownSource:
    """What has to be known of a source to take what it sends."""

    pk: int
    name: str
    is_public: bool
    is_paused: bool
    origins: tuple[str, ...]
    per_minute: int
    product_id: int | None

    @property
    def is_trusted(self) -> bool:
        """Whether what it says of people, companies and money is believed: its key is a secret."""
        return not self.is_public

    def lets_in(self, origin: str) -> bool:
        """Tell whether a page of this site may use the key. Whoever is no browser names no site."""
        return not self.origins or not origin or origin in self.origins


class _Kept:
    sources: dict[str, KnownSource] = {}
    fresh_until = 0.0
    looked_at = 0.0
    is_looking = False


async def source_of(key: str) -> KnownSource | None:
    """Return the source a key belongs to, also while it is paused; None for a revoked or unknown one.

    For doors: waits for the database in a thread, and seldom.
    """
    if not key or len(key) > MOST_KEY:
        return None
    digest = hash_of(key)
    # A client that is refused drops what it has: who comes while we look for a new key waits for what is found.
    while digest not in _Kept.sources and _Kept.is_looking:
        await asyncio.sleep(_WAIT_SECONDS)
    if _is_worth_looking(digest):
        await _look()
    return _Kept.sources.get(digest)


async def _look() -> None:
    _Kept.is_looking = True
    try:
        remember(await in_thread(_all))
    except BaseException:
        forget()
        raise
    finally:
        _Kept.is_looking = False


def source_now(key: str) -> KnownSource | None:
    """As `source_of`, for pages."""
    if not key or len(key) > MOST_KEY:
        return None
    digest = hash_of(key)
    if _is_worth_looking(digest):
        remember(_all())
    return _Kept.sources.get(digest)


def first_browser_source() -> Source | None:
    """Return the source whose key the snippet of the playground carries; None when none is at work."""
    return Source.objects.at_work().of_browsers().order_by("pk").first()


def known(source: Source) -> KnownSource:
    """Return what the front door knows of a source."""
    return KnownSource(
        pk=source.pk,
        name=source.name,
        is_public=source.is_public,
        is_paused=source.paused_at is not None,
        origins=tuple(source.origins),
        per_minute=source.per_minute,
        product_id=source.product_id,
    )


def remember(sources: Iterable[Source], *, seconds: float = FRESH_SECONDS) -> None:
    """Take these for all sources there are, for a while."""
    _Kept.sources = {source.key_sha256: known(source) for source in sources}
    _Kept.looked_at = time.monotonic()
    _Kept.fresh_until = _Kept.looked_at + seconds


def forget() -> None:
    """Ask the database the next time."""
    _Kept.fresh_until = _Kept.looked_at = 0.0


def _is_worth_looking(digest: str) -> bool:
    now = time.monotonic()
    if now < _Kept.fresh_until and (digest in _Kept.sources or now < _Kept.looked_at + LOOK_AGAIN_SECONDS):
        return False
    # Others that ask meanwhile take what is known; only who knows nothing waits too.
    if _Kept.sources:
        _Kept.fresh_until, _Kept.looked_at = now + FRESH_SECONDS, now
    return True


def _all() -> list[Source]:
    return list(Source.objects.known())
