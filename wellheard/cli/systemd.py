"""`wellheard systemd`: the unit that starts Wellheard with the machine, written for this installation."""

import argparse
import getpass
import os
from pathlib import Path

from wellheard.cli.restore import data_folder
from wellheard.cli.supervisor import PACKAGE_FOLDER
from wellheard.cli.terminal import RefusedError, tell

NAME = "systemd"
HELP = (
    "Print a systemd unit for this installation. "
    "Write it to /etc/systemd/system/wellheard.service, then: systemctl enable --now wellheard"
)
UNIT = """\
[Unit]
Description=Wellheard
Documentation=file:{code}/docs/operating.md
Wants=network-online.target
After=network-online.target

[Service]
User={user}
# Settings, one NAME=value a line; readable by root alone.
EnvironmentFile=-/etc/wellheard.env
Environment=WELLHEARD_DATA={data}
WorkingDirectory={code}
ExecStart={code}/bin/wellheard serve --host {host} --port {port}
# Pages finish their requests and work its jobs in hand; the database stops last.
KillMode=mixed
TimeoutStopSec=90
Restart=always
RestartSec=2

NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
UMask=0077
ReadWritePaths={writable}

[Install]
WantedBy=multi-user.target
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--user", default=getpass.getuser(), help="who runs it (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Print the unit."""
    data = data_folder()
    writable = [data]
    backups = os.environ.get("WELLHEARD_BACKUPS", "")
    if backups not in {"", "off"} and not Path(backups).resolve().is_relative_to(data):
        writable.append(Path(backups).resolve())
    places = [PACKAGE_FOLDER, *writable]
    if awkward := [path for path in places if not _is_plain(path)]:
        raise RefusedError(f"systemd cannot read {awkward[0]} as it is; use a path without spaces, quotes, % and $.")
    tell(
        UNIT.format(
            code=PACKAGE_FOLDER,
            data=data,
            user=options.user,
            host=options.host,
            port=options.port,
            writable=" ".join(map(str, writable)),
        ).rstrip()
    )
    return 0


def _is_plain(path: Path) -> bool:
    return not set(str(path)) & set(" \t\n\"'%$\\;")
