"""What went wrong, as programs read it: problem details, RFC 9457. Known before anything of Django is."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"
# Where nothing but the status is to be told, RFC 9457 4.2.1.
PLAIN = "about:blank"


def problem_content(
    status: int, detail: str, *, kind: str = PLAIN, errors: Sequence[Mapping[str, str]] = ()
) -> dict[str, Any]:
    """Return a problem's members. `kind` is a word programs may rely on."""
    return {
        "type": kind if kind == PLAIN else f"urn:wellheard:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
