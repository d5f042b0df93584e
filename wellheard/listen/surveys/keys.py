"""Keys under which one showing of a survey stands; they say when it began, so that a second look shows what the first one did."""

import re
import secrets
from datetime import UTC, datetime

from wellheard.foundation import clock

_MOMENT = re.compile(r"([0-9a-f]{11,13})-[0-9a-f]{32}")


def new_key() -> str:
    """Return a key that nobody can guess, with the moment in it."""
    return f"{int(clock.now().timestamp() * 1000):x}-{secrets.token_hex(16)}"


def moment_of(key: str) -> datetime:
    """Return when a key was made; now, for one that does not say so."""
    found = _MOMENT.search(key)
    return datetime.fromtimestamp(int(found[1], 16) / 1000, tz=UTC) if found else clock.now()
