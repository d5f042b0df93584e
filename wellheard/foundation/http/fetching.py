"""Ask an outside system, within limits of time and size; what it answers is data, never a place to go on to."""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Timer

from django.utils.translation import gettext as _

from wellheard.foundation.http.addresses import FetchError, Target, target_of

SECONDS = 10.0
MOST_BYTES = 1_000_000
USER_AGENT = "Wellheard"


@dataclass(frozen=True)
class Answer:
    """What an outside system answered. A redirect is an answer too: it is told, never followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110 15.3


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Ask a URL and return the answer, whatever its status. Raises FetchError, with a sentence, when there is none.

    `seconds` is for everything together after the look-up of the name: connecting, sending, and the whole answer.
    """
    target = target_of(url)
    connection = _Connection(target, seconds)
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close", **(headers or {})}
    with _within(seconds, connection) as is_late:
        try:
            connection.request(method, target.path, body=body, headers=sent)
            answer = _read(connection.getresponse(), most_bytes)
            # An answer without a length looks whole when it is cut.
            if is_late.is_set():
                raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as problem:
            raise FetchError(_why(target, problem, is_late)) from problem
        finally:
            connection.close()
    return answer


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for (Host, SNI and certificate)."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target
        # Kept beside `sock`, which is let go of while the answer is still being read.
        self.line: socket.socket | None = None
        if target.is_encrypted:
            self.default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection((self.target.address, self.target.port), self.timeout)
        if self.target.is_encrypted:
            self.sock = self.line = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.target.host
            )

    def cut(self) -> None:
        """End the connection from another thread: whoever waits for it goes on at once."""
        try:
            if self.line:
                self.line.shutdown(socket.SHUT_RDWR)
        except OSError:
            # It has ended by itself.
            return


@contextmanager
def _within(seconds: float, connection: _Connection) -> Iterator[Event]:
    """Cut the connection after so many seconds: a socket's own timeout begins again with each byte of a slow answer."""
    is_late = Event()

    def cut() -> None:
        is_late.set()
        connection.cut()

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()


def _read(response: http.client.HTTPResponse, most_bytes: int) -> Answer:
    body = response.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise ValueError(_("the answer is larger than %(most)d bytes") % {"most": most_bytes})
    if response.length:
        raise http.client.IncompleteRead(body, response.length)
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


def _why(target: Target, problem: Exception, is_late: Event) -> str:
    if is_late.is_set() or isinstance(problem, TimeoutError):
        return _("%(host)s did not answer in time.") % {"host": target.host}
    if isinstance(problem, ssl.SSLError):
        return _("%(host)s has no certificate that we can trust.") % {"host": target.host}
    return _("%(host)s gave no usable answer: %(why)s.") % {"host": target.host, "why": str(problem)[:200]}
