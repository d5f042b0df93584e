"""How large the body of a page's request may be: more only where a form brings pictures."""

import re

from django.conf import settings

from wellheard.foundation.http.bodies import (
    BodyError,
    GoneError,
    TooLargeError,
    TooSlowError,
    next_message,
    read_whole,
)
from wellheard.foundation.http.protocol import Receive, Scope

__all__ = ["BodyError", "GoneError", "TooLargeError", "TooSlowError", "next_message", "read_body"]

# Where pictures are sent, and nowhere beside it, a form with files may carry more: with posts and comments of the portal, and
# with the logo. Pictures are four of five megabytes.
LARGER: dict[re.Pattern[str], int] = {
    re.compile(r"/portal/posts/"): 21_000_000,
    re.compile(r"/portal/ideas/[0-9]+/comments/"): 21_000_000,
    re.compile(r"/settings/portal/"): 6_000_000,
}
# Where the tab sends a picture of the screen as it is, without a form.
SCREENSHOTS, SCREENSHOT_BYTES = "/widget/v1/screenshots", 5_000_000


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body. Raises TooLargeError, TooSlowError or GoneError."""
    return await read_whole(scope, receive, most=_most(scope))


def _most(scope: Scope) -> int:
    """Return how many bytes this request may have: more only where a form brings files."""
    kinds = (value for name, value in scope["headers"] if name == b"content-type")
    if scope["path"] == SCREENSHOTS:
        return SCREENSHOT_BYTES
    if not next(kinds, b"").startswith(b"multipart/form-data"):
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    larger = (most for path, most in LARGER.items() if path.fullmatch(scope["path"]))
    return next(larger, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
