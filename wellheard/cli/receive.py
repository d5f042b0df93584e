"""`wellheard receive`: one process that takes mail by SMTP and LMTP and fetches it by IMAP."""

import argparse
import asyncio
import logging
import signal
import threading
from typing import TYPE_CHECKING

from wellheard.cli import starting
from wellheard.cli.supervisor import is_supervised, stop_with_the_supervisor
from wellheard.cli.terminal import note
from wellheard.foundation.database import quiet

if TYPE_CHECKING:
    from wellheard.connect.mail_in.taking import Listener

NAME = "receive"
HELP = (
    "Take mail in: by SMTP and LMTP where WELLHEARD_MAIL_LISTEN and WELLHEARD_LMTP_LISTEN say so, and by IMAP for the "
    "mailboxes of the settings. `serve` starts this by itself."
)

logger = logging.getLogger("wellheard.mail_in")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Declare no options."""


def run(_options: argparse.Namespace) -> int:
    """Take mail until SIGTERM or Ctrl-C."""
    stop_with_the_supervisor()
    with starting.joined_database(report=quiet if is_supervised() else note):
        starting.wake_django()
        asyncio.run(_receive())
    return 0


async def _receive() -> None:
    from wellheard.connect.mail_in.fetching import keep_fetching
    from wellheard.connect.mail_in.taking import Listener

    stop, stop_fetching = asyncio.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    listener = Listener()
    fetching = asyncio.create_task(asyncio.to_thread(keep_fetching, stop_fetching))
    try:
        await _open_doors(listener)
        stopping = asyncio.create_task(stop.wait())
        # When fetching breaks in a way nobody thought of, all of this is begun anew.
        await asyncio.wait([stopping, fetching], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
    finally:
        stop_fetching.set()
        await listener.close()
        await fetching


async def _open_doors(listener: "Listener") -> None:
    from django.conf import settings

    from wellheard.listen.mailboxes.models import IncomingMail

    for door, way in ((settings.MAIL_LISTEN, IncomingMail.Way.SMTP), (settings.LMTP_LISTEN, IncomingMail.Way.LMTP)):
        if door:
            await listener.open(*door, way=way)
