"""Who looks at a conversation at this moment, and who writes in it: a courtesy that expires by itself."""

from dataclasses import dataclass

from django.core.cache import cache

from wellheard.foundation import clock
from wellheard.workspace.models import Staff

# A page says every 20 seconds that it is still looked at.
_SECONDS = 45


@dataclass(frozen=True)
class Present:
    """A colleague who is there, and whether they write."""

    name: str
    writes: bool


def note_present(*, conversation_id: int, staff: Staff, doing: str) -> list[Present]:
    """Note that somebody reads or writes; return who else does. Two at the same moment may miss one beat of each other."""
    key, now = f"inbox-present:{conversation_id}", clock.now().timestamp()
    there = {who: seen for who, seen in (cache.get(key) or {}).items() if now - seen[1] < _SECONDS}
    there[staff.pk] = (staff.name, now, doing == "writing")
    cache.set(key, there, _SECONDS)
    return [Present(name, writes) for who, (name, _seen, writes) in sorted(there.items()) if who != staff.pk]
