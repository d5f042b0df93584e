"""Who is meant by an @ in a note."""

import re
from collections.abc import Iterable

from wellheard.workspace.models import Staff

MOST = 20


def mentioned_in(words: str, people: Iterable[Staff]) -> list[Staff]:
    """Return the colleagues a note names with an @: by their whole name, or by a first name nobody else here has."""
    if "@" not in words:
        return []
    everyone = list(people)
    firsts = [one.first_name.casefold() for one in everyone]
    found = [
        one
        for one in everyone
        if _stands(one.name, words) or (firsts.count(one.first_name.casefold()) == 1 and _stands(one.first_name, words))
    ]
    return found[:MOST]


def _stands(name: str, words: str) -> bool:
    return bool(re.search(rf"@{re.escape(name)}(?!\w)", words, re.IGNORECASE))
