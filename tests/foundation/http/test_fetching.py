"""Requests to addresses that people typed in reach the public internet, and nothing that only we can reach."""

import ipaddress
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from tests.foundation.http.outside import dripping, outside_system, saying
from wellheard.foundation.http import FetchError, ForbiddenAddressError, fetch
from wellheard.foundation.http.addresses import is_public, target_of


@pytest.fixture
def loopback_is_allowed(settings: Any) -> None:
    settings.HTTP_ALLOWED_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]


def names_lead_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name lead to these addresses; return the names that were looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_options: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - to be refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:53aa:64c:0:fbff:5857:b80e",
    ],
)
def test_what_only_we_can_reach_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/"]
)
def test_loopback_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(ForbiddenAddressError, match="not public"):
        fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://a b/",
        "gopher://x/",
        "https://example.com/\r\nX: 1",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        fetch(url)


def test_a_user_name_in_the_address_is_refused() -> None:
    with pytest.raises(ForbiddenAddressError, match="user name"):
        fetch("https://example.com@127.0.0.1/")


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names_lead_to(monkeypatch, "93.184.215.14", "10.0.0.5")

    with pytest.raises(ForbiddenAddressError, match=r"10\.0\.0\.5"):
        target_of("https://mixed.example/")


def test_public_addresses_need_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    names_lead_to(monkeypatch, "93.184.215.14")

    with pytest.raises(ForbiddenAddressError, match="https"):
        target_of("http://plain.example/")


@pytest.mark.usefixtures("loopback_is_allowed")
def test_a_name_is_looked_up_once_and_the_connection_goes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers differently the second time (rebinding) is never asked a second time."""
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Host"])
        saying(b"here")(handler)

    with outside_system(answer) as address:
        port = address.rpartition(":")[2]
        asked = names_lead_to(monkeypatch, "127.0.0.1")
        monkeypatch.setattr(socket, "create_connection", _connect_without_names)
        assert fetch(f"http://keys.example:{port}/a?b=c").body == b"here"

    assert asked == ["keys.example"]
    assert seen == [f"keys.example:{port}"]


def _connect_without_names(address: tuple[str, int], timeout: float) -> socket.socket:
    assert str(ipaddress.ip_address(address[0])) == address[0]
    connection = socket.socket()
    connection.settimeout(timeout)
    connection.connect(address)
    return connection


@pytest.mark.usefixtures("loopback_is_allowed")
def test_a_redirect_is_told_and_never_followed() -> None:
    visits: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        visits.append(handler.path)
        saying(b"", 302, Location="http://169.254.169.254/latest/meta-data/")(handler)

    with outside_system(answer) as address:
        got = fetch(f"{address}/first")

    assert (got.status, got.is_good, visits) == (302, False, ["/first"])


@pytest.mark.usefixtures("loopback_is_allowed")
def test_a_body_is_sent_and_the_answer_returned() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        saying(handler.rfile.read(int(handler.headers["Content-Length"])), 201, X_Made="yes")(handler)

    with outside_system(answer) as address:
        got = fetch(address, method="POST", body=b"hello", headers={"Content-Type": "text/plain"})

    assert (got.status, got.body, got.headers["x-made"]) == (201, b"hello", "yes")


@pytest.mark.usefixtures("loopback_is_allowed")
def test_an_answer_that_drips_for_ever_is_cut_off() -> None:
    with outside_system(dripping) as address:
        began = time.monotonic()
        with pytest.raises(FetchError, match="in time"):
            fetch(address, seconds=0.4)

    assert time.monotonic() - began < 15


@pytest.mark.usefixtures("loopback_is_allowed")
def test_a_huge_answer_is_refused() -> None:
    with outside_system(saying(b"x" * 50_000)) as address, pytest.raises(FetchError, match="larger"):
        fetch(address, most_bytes=10_000)


@pytest.mark.usefixtures("loopback_is_allowed")
def test_an_answer_cut_in_the_middle_is_no_answer() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"half")

    with outside_system(answer) as address, pytest.raises(FetchError):
        fetch(address)


@pytest.mark.usefixtures("loopback_is_allowed")
def test_nobody_there_is_told_in_a_sentence() -> None:
    with outside_system(saying(b"")) as address:
        pass

    with pytest.raises(FetchError, match=r"127\.0\.0\.1 gave no usable answer"):
        fetch(address)


def test_an_unknown_name_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(8, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    with pytest.raises(FetchError, match="cannot be found"):
        fetch("https://nowhere.example/")
