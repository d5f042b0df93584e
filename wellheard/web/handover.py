"""Handing an ordinary request to Django: what cannot be right is refused, what cannot be trusted is taken away."""

from urllib.parse import quote_from_bytes

from django.conf import settings

from wellheard.web.bodies import BodyError
from wellheard.web.protocol import Scope

_FORWARDED = (b"x-forwarded-", b"forwarded", b"x-real-ip")
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

Headers = list[tuple[bytes, bytes]]


class UnusableAddressError(BodyError):
    """The address asked for holds bytes that no page of ours can have."""

    def __init__(self) -> None:
        super().__init__("This address holds characters that no address here has. Check the link and open it again.")


def prepared(scope: Scope, size: int) -> Scope:
    """Return the request as Django should see it. Raises UnusableAddressError."""
    path, query = scope["path"], scope["query_string"]
    # A NUL ends as an error in the database; line ends would forge lines of the log.
    if not path.startswith("/") or any(char < " " for char in path) or b"%00" in query:
        raise UnusableAddressError
    return {
        **scope,
        "query_string": quote_from_bytes(query, safe=_PRINTABLE).encode(),
        "headers": [*_believed(scope["headers"]), (b"content-length", str(size).encode())],
        "client": (_client(scope), 0),
    }


def _believed(headers: Headers) -> Headers:
    """Leave out what the body's length replaces, names that would pass for others, and what only a proxy of ours may say."""
    return [
        (name, value)
        for name, value in headers
        if name not in {b"content-length", b"transfer-encoding"}
        and b"_" not in name
        and (settings.TRUSTED_PROXY or not name.startswith(_FORWARDED))
    ]


def _client(scope: Scope) -> str:
    """Return who asks: the address that our own proxy saw, else the one that connected."""
    said: list[str] = [value.decode("latin1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    if settings.TRUSTED_PROXY and said:
        # Whatever stands left of the last one was said by the client itself.
        return said[-1].rpartition(",")[2].strip()
    return str((scope.get("client") or ("",))[0])
