"""Handing an ordinary request to Django: what cannot be right is refused, what cannot be trusted is taken away."""

from ipaddress import ip_address
from urllib.parse import quote_from_bytes

from django.conf import settings

from wellheard.web.bodies import BodyError
from wellheard.web.protocol import Scope

_FORWARDED = (b"x-forwarded-", b"forwarded", b"x-real-ip")
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

# Far more than any browser or program sends; well below what the server itself refuses without a word.
MOST_HEADER_BYTES = 64 * 1024

Headers = list[tuple[bytes, bytes]]


class HeadersTooLargeError(BodyError):
    """The headers are larger than anything needs; a browser's cookies may have piled up."""

    status = 431

    def __init__(self) -> None:
        super().__init__(
            "The headers of this request are larger than the 64 KB that fit here. Send fewer; "
            "in a browser, delete the cookies of this site and open it again."
        )


class UnusableAddressError(BodyError):
    """The address asked for holds bytes that no page of ours can have."""

    def __init__(self) -> None:
        super().__init__("This address holds characters that no address here has. Check the link and open it again.")


def prepared(scope: Scope, size: int) -> Scope:
    """Return the request as Django should see it. Raises UnusableAddressError or HeadersTooLargeError."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
        raise HeadersTooLargeError
    path, query = scope["path"], scope["query_string"]
    # A NUL ends as an error in the database; line ends would forge lines of the log.
    if not path.startswith("/") or any(char < " " for char in path) or b"%00" in query:
        raise UnusableAddressError
    peer = str((scope.get("client") or ("",))[0])
    headers = scope["headers"] if _is_our_proxy(peer) else _without_forwarded(scope["headers"])
    return {
        **scope,
        "query_string": quote_from_bytes(query, safe=_PRINTABLE).encode(),
        "headers": [*_usable(headers), (b"content-length", str(size).encode())],
        "client": (_client(headers, peer), 0),
    }


def _usable(headers: Headers) -> Headers:
    """Leave out what the body's length replaces, and names that would pass for others."""
    return [
        (name, value)
        for name, value in headers
        if name not in {b"content-length", b"transfer-encoding"} and b"_" not in name
    ]


def _without_forwarded(headers: Headers) -> Headers:
    """Leave out what only a proxy of ours may say."""
    return [(name, value) for name, value in headers if not name.startswith(_FORWARDED)]


def _client(headers: Headers, peer: str) -> str:
    """Return who asks: read from the right, the first address that is no proxy of ours; the left ones anybody can write."""
    said = ",".join(value.decode("latin1") for name, value in headers if name == b"x-forwarded-for")
    for address in reversed([part.strip() for part in said.split(",") if part.strip()]):
        if not _is_our_proxy(address):
            return address if _is_address(address) else peer
    return peer


def _is_our_proxy(address: str) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
