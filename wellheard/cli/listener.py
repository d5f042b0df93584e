"""The process that listens: granian with one ASGI listener, which the supervisor starts."""

import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from wellheard.cli.supervisor import stop_with_the_supervisor

# At most this many requests are in hand per process; further ones wait in the socket's queue.
REQUESTS_IN_HAND = 128
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
    Granian(
        "wellheard.web.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        backpressure=REQUESTS_IN_HAND,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()
