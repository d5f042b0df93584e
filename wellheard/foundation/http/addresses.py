"""Which addresses outbound requests may reach: public ones, and the networks the owner names.

Somebody who may type an address into a form could otherwise let us read the cloud's metadata service, or a database next
door (server-side request forgery). A name is looked up once and the connection goes to what was found, so that a second
answer of its name server (DNS rebinding) changes nothing.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"https": 443, "http": 80}
MOST_URL = 2000
# RFC 6052: an IPv4 address in IPv6 clothes, as NAT64 gateways understand it.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_TEREDO = ipaddress.ip_network("2001::/32")


class FetchError(RuntimeError):
    """An outside system could not be asked; the text says why."""


class ForbiddenAddressError(FetchError):
    """An address is not one we may connect to."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: the name it asks for, and the one address it connects to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def is_encrypted(self) -> bool:
        return self.scheme == "https"


def target_of(url: str) -> Target:
    """Look a URL's host up, once. Raises ForbiddenAddressError for what we may not reach, FetchError for an unknown host."""
    scheme, host, port, path = _parts(url)
    found = _look_up(host, port)
    # One private address among public ones is how a name is prepared for an attack.
    if refused := [ip for ip in found if not (is_public(ip) or _is_allowed(ip))]:
        raise ForbiddenAddressError(
            _("%(host)s leads to %(address)s, which is not public. An operator may allow its network.")
            % {"host": host, "address": refused[0]}
        )
    if scheme == "http" and not all(_is_allowed(ip) for ip in found):
        raise ForbiddenAddressError(_("Use an address that begins with https://, so that nobody reads or changes it."))
    return Target(scheme, host, port, path, str(found[0]))


def is_public(ip: Ip) -> bool:
    """Tell whether an address belongs to the public internet, also when it hides another one inside."""
    inner = _inside(ip)
    if inner is not None:
        return is_public(inner)
    if isinstance(ip, ipaddress.IPv6Address) and ip in _TEREDO:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as problem:
        raise ForbiddenAddressError(
            _("This is no web address; write one such as https://example.com/keys.")
        ) from problem
    if parts.scheme not in PORTS or not host or " " in host or len(url) > MOST_URL or not url.isprintable():
        raise ForbiddenAddressError(_("This is no web address; write one such as https://example.com/keys."))
    if parts.username or parts.password:
        raise ForbiddenAddressError(_("Leave the user name and password out of the address."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if " " in path or not path.isascii():
        raise ForbiddenAddressError(_("Write the address without spaces, its other signs percent-encoded."))
    return parts.scheme, host, port or PORTS[parts.scheme], path


def _look_up(host: str, port: int) -> Sequence[Ip]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise FetchError(_("%(host)s cannot be found; check its spelling.") % {"host": host}) from problem
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _inside(ip: Ip) -> Ip | None:
    """Return the IPv4 address that an IPv6 address stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _is_allowed(ip: Ip) -> bool:
    inner = _inside(ip) or ip
    return any(inner in network for network in settings.HTTP_ALLOWED_NETWORKS if network.version == inner.version)
