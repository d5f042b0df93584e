"""The process that listens: granian with one ASGI listener, started by the supervisor, never by hand."""

import gc
import importlib
import os
import sys

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


def main() -> None:
    """Listen until told to stop: listener HOST PORT PROCESSES."""
    host, port, processes = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellheard.settings")
    stop_with_the_supervisor()
    _load_once()
    Granian(
        "wellheard.web.asgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.ASGI,
        workers=int(processes),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        backpressure=REQUESTS_IN_HAND,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


def _load_once() -> None:
    """Load every page before the processes part, so that they share the memory of the code instead of holding it each.

    Nothing here may open a connection or start a thread: neither survives the parting.
    """
    importlib.import_module("wellheard.web.asgi")
    importlib.import_module("wellheard.web.urls")
    gc.collect()
    # What is never looked at again by the collector is never copied.
    gc.freeze()


if __name__ == "__main__":
    main()
