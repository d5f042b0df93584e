"""The process that listens: granian with one ASGI listener, which the supervisor starts."""

import os
import resource

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from wellheard.cli.supervisor import stop_with_the_supervisor

# At most this many connections per process; further ones wait in the socket's queue. Every open inbox holds one for its stream,
# and browsers hold theirs between two pages; how many requests are in hand is limited where they are answered.
CONNECTIONS = 4_000
# What a process opens besides: files, and connections to the database.
OTHER_FILES = 96
STOP_SECONDS = 8
HEADER_MILLISECONDS = 15_000

LOGGING = {
    "formatters": {
        "lines": {"()": "wellheard.foundation.logs.formatter", "kind": os.environ.get("WELLHEARD_LOG_FORMAT") or "json"}
    },
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "loggers": {"_granian": {"handlers": ["lines"], "level": "WARNING", "propagate": False}},
}


def listen(host: str, port: int, processes: int) -> None:
    """Listen until told to stop."""
    stop_with_the_supervisor()
    connections = _room_for(CONNECTIONS)
    Granian(
        "wellheard.web.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        backpressure=connections,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


def _room_for(connections: int) -> int:
    """Let this process and those it starts have so many connections open; return how many the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return connections
    wanted = connections + OTHER_FILES
    allowed = max(soft, wanted if hard == resource.RLIM_INFINITY else min(wanted, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return min(connections, allowed - OTHER_FILES)
