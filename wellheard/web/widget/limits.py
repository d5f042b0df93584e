"""How much the tab may do in a while: one person, one address, one source. Addresses are counted under a keyed hash, not kept."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import ngettext

from wellheard.foundation.tallies import Counted, counted
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.refusals import RefusedError

SECONDS = 600


@dataclass(frozen=True)
class Limit:
    """At most so many times in ten minutes; 0: not counted."""

    name: str
    person: int
    address: int
    source: int = 0


WORDS = Limit("words", person=20, address=120, source=3_000)
PICTURES = Limit("pictures", person=20, address=120, source=2_000)
CHOICES = Limit("choices", person=120, address=600, source=20_000)
CODES = Limit("codes", person=5, address=30, source=600)
TRIES = Limit("tries", person=20, address=100)
SUGGESTIONS = Limit("suggestions", person=400, address=4_000)
READING = Limit("reading", person=0, address=12_000)


def keep_within(limit: Limit, asked: Asked) -> None:
    """Count one more. Raises RefusedError (429) beyond the limit, with how many seconds to wait."""
    whom = [
        (limit.person, f"person {asked.who}" if asked.who else ""),
        (limit.address, f"address {asked.address}"),
        (limit.source, f"source {asked.source.pk}"),
    ]
    for most, name in whom:
        if most and name:
            _refuse_beyond(most, counted(_key(limit, name), seconds=SECONDS))


def _refuse_beyond(most: int, now: Counted) -> None:
    if now.count <= most:
        return
    seconds = now.seconds_left
    sentence = ngettext(
        "That is a lot at once. Wait %(seconds)d second and send it again.",
        "That is a lot at once. Wait %(seconds)d seconds and send it again.",
        seconds,
    ) % {"seconds": seconds}
    raise RefusedError(429, sentence, kind="flood", headers={"Retry-After": str(seconds)})


def _key(limit: Limit, who: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:32]
    return f"widget:{limit.name}:{digest}"
