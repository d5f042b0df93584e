"""A real SMTP server (Postfix of Debian) on loopback, with folders of its own for everything. It needs root, as Postfix does."""

import os
import shutil
import smtplib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

PROGRAM = "/usr/sbin/postfix"

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
maillog_file = {folder}/log/mail
maillog_file_prefixes = {folder}
smtpd_recipient_restrictions =
    check_recipient_access inline:{{ {{ {refused} = 550 5.1.1 no such user }} }}, permit_mynetworks, reject
recipient_delimiter = +
local_transport = error:no mail for here
transport_maps = inline:{{ {routes} }}
smtp_dns_support_level = disabled
lmtp_host_lookup = native
smtp_host_lookup = native
minimal_backoff_time = 2s
maximal_backoff_time = 2s
queue_run_delay = 2s
bounce_queue_lifetime = 1d
smtputf8_enable = yes
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 2 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A server that runs; whatever is sent to it by SMTP goes where its routes say."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def log(self) -> str:
        """Return what it wrote down, for when a test fails."""
        path = self.folder / "log" / "mail"
        return path.read_text() if path.exists() else ""


def is_there() -> bool:
    """Tell whether it can be started here."""
    return Path(PROGRAM).exists() and os.geteuid() == 0


@contextmanager
def running_postfix(folder: Path, routes: dict[str, str], *, refused: str) -> Iterator[Postfix]:
    """Start a server that hands mail of domains to transports such as lmtp:inet:127.0.0.1:2424, and refuses one address."""
    port = free_port()
    folder.chmod(0o755)
    for name in ("queue", "data", "log", "etc"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    written = ", ".join(f"{{ {domain} = {transport} }}" for domain, transport in routes.items())
    (folder / "etc" / "main.cf").write_text(_MAIN.format(folder=folder, routes=written, refused=refused))
    (folder / "etc" / "master.cf").write_text(_MASTER.format(port=port))
    _run(folder, "start")
    try:
        _wait_for(port)
        yield Postfix(port, folder)
    finally:
        _run(folder, "stop")


def _run(folder: Path, what: str) -> None:
    subprocess.run([PROGRAM, "-c", str(folder / "etc"), what], check=True, capture_output=True, timeout=60)


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("Postfix did not start")
