"""A real IMAP server (Dovecot of Debian) on loopback, with a folder of its own for everything."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from tests.ports import free_port

PROGRAM = "/usr/sbin/dovecot"
PASSWORD = "correct-horse"
USER = "support@vendor.example"

_SETTINGS = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail
auth_mechanisms = plain login{mechanisms}
auth_failure_delay = 0
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
{oauth}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""
_OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A server that runs; `log` tells what it did."""

    port: int
    folder: Path

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Sign in as a mail program does."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(USER, PASSWORD)
            yield client

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Let mails arrive."""
        with self.client() as client:
            for mail in mails:
                client.append(folder, mail)

    def unread(self) -> int:
        """Return how many mails nobody has read."""
        with self.client() as client:
            client.select_folder("INBOX", readonly=True)
            return len(client.search("UNSEEN"))


@contextmanager
def running_dovecot(folder: Path, *, tokeninfo: str = "") -> Iterator[Dovecot]:
    """Start a server; with `tokeninfo` it asks that address whether an OAuth token is good."""
    port = free_port()
    for name in ("mail", "home"):
        (folder / name).mkdir()
        shutil.chown(folder / name, "nobody", "nogroup")
    folder.chmod(0o755)
    oauth = ""
    if tokeninfo:
        (folder / "oauth2.conf").write_text(
            f"tokeninfo_url = {tokeninfo}\nintrospection_mode = auth\nusername_attribute = email\n"
        )
        oauth = _OAUTH.format(folder=folder)
    settings = folder / "dovecot.conf"
    settings.write_text(
        _SETTINGS.format(
            folder=folder, password=PASSWORD, port=port, oauth=oauth, mechanisms=" xoauth2" if tokeninfo else ""
        )
    )
    server = subprocess.Popen(
        [PROGRAM, "-F", "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield Dovecot(port, folder)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("Dovecot did not start")
