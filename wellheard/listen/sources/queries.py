"""Whose key it is. Known without asking the database for a few seconds: the front door asks with every request.

Nobody is refused from memory: clients drop what is refused, and the key may have been made a moment ago by another process.
"""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wellheard.foundation.http.doors import in_thread
from wellheard.listen.sources.looking import LookingHere
from wellheard.listen.sources.models import Source
from wellheard.workspace.keys import hash_of

# Another process knows of a pause, a new limit or a revocation after so long.
FRESH_SECONDS = 5.0
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


async def source_of(key: str) -> KnownSource | None:
    """Return the source a key belongs to, also while it is paused; None for a revoked or unknown one. Raises CrowdedError.

    For doors: waits for the database in a thread, and seldom.
    """
    if not key or len(key) > MOST_KEY:
        return None
    if _is_stale():
        await _look_at_all()
    return _Kept.sources.get(hash_of(key)) or await source_afresh(key)


async def source_afresh(key: str) -> KnownSource | None:
    """As `source_of`, from the database: whatever was committed before this call holds. Raises CrowdedError."""
    digest = hash_of(key)
    found = await _looking.find(digest)
    _note(digest, found)
    return found


async def _look_at_all() -> None:
    try:
        remember(await in_thread(_all))
    except BaseException:
        forget()
        raise


def source_now(key: str) -> KnownSource | None:
    """As `source_of`, for pages: they ask the database for more than this."""
    if not key or len(key) > MOST_KEY:
        return None
    if _is_stale():
        remember(_all())
    digest = hash_of(key)
    if digest not in _Kept.sources:
        _note(digest, _found([digest]).get(digest))
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
    """Take these for what there is, for a while; who is not among them is looked for."""
    _Kept.sources = {source.key_sha256: known(source) for source in sources}
    _Kept.fresh_until = time.monotonic() + seconds


def forget() -> None:
    """Ask the database the next time."""
    _Kept.fresh_until = 0.0


def _is_stale() -> bool:
    now = time.monotonic()
    if now < _Kept.fresh_until:
        return False
    # Whoever asks first looks; the others take what is known meanwhile.
    _Kept.fresh_until = now + FRESH_SECONDS
    return True


def _note(digest: str, found: KnownSource | None) -> None:
    others = {one: source for one, source in _Kept.sources.items() if one != digest}
    _Kept.sources = others | ({digest: found} if found else {})


def _all() -> list[Source]:
    return list(Source.objects.known())


def _found(digests: Collection[str]) -> dict[str, KnownSource]:
    return {source.key_sha256: known(source) for source in Source.objects.known().filter(key_sha256__in=digests)}


_looking = LookingHere(_found)
