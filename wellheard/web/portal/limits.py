"""How much one visitor may do in a while, so that a flood does not drown the others."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from wellheard.foundation.tallies import count_one_more

SECONDS = 600
MINUTES = SECONDS // 60


@dataclass(frozen=True)
class Limit:
    """At most so many times in ten minutes for one visitor, and so many from one address: an office shares one."""

    name: str
    most: int
    most_from_address: int


POSTS = Limit("posts", most=10, most_from_address=60)
VOTES = Limit("votes", most=60, most_from_address=300)
COMMENTS = Limit("comments", most=20, most_from_address=100)
PICTURES = Limit("pictures", most=20, most_from_address=100)
FOLLOWS = Limit("follows", most=60, most_from_address=300)
SUGGESTIONS = Limit("suggestions", most=400, most_from_address=4_000)
CODES = Limit("codes", most=5, most_from_address=30)
TRIES = Limit("tries", most=20, most_from_address=100)


def is_within(limit: Limit, *, person: str, address: str) -> bool:
    """Count one more time; tell whether the person (where there is a session) and the address are still within the limit."""
    persons = _count(limit, f"person {person}") if person else 0
    return _count(limit, f"address {address}") <= limit.most_from_address and persons <= limit.most


def _count(limit: Limit, who: str) -> int:
    return count_one_more(_key(limit, who), seconds=SECONDS)


def _key(limit: Limit, who: str) -> str:
    """Name the counter without keeping anybody's address."""
    digest = hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:32]
    return f"portal:{limit.name}:{digest}"
