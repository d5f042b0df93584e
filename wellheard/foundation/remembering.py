"""Answers that are long to find and change slowly: each process remembers them for a minute."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")

SECONDS = 60
# So many at most: whoever opens idea after idea does not fill the memory.
MOST = 500

_kept: dict[str, tuple[float, Any]] = {}


def remembered(key: str, ask: Callable[[], Answer], *, if_worth: Callable[[Answer], bool]) -> Answer:
    """Return the answer to a question, of this minute where it was worth remembering. Small installations remember nothing.

    What is remembered may be a minute old: only for what nobody just changed and expects to see.
    """
    known = _kept.get(key)
    if known and known[0] > time.monotonic():
        return cast("Answer", known[1])
    answer = ask()
    if if_worth(answer):
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (time.monotonic() + SECONDS, answer)
    return answer
