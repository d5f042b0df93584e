"""Our own doors for mail, open on loopback in a loop of their own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.ports import free_port
from wellheard.connect.mail_in.taking import Listener
from wellheard.listen.mailboxes.models import IncomingMail


@contextmanager
def open_door(way: IncomingMail.Way) -> Iterator[int]:
    """Listen as `wellheard receive` does; give the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listener, port = Listener(), free_port()

    def wait(work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(10)  # type: ignore[arg-type]

    wait(listener.open("127.0.0.1", port, way=way))
    try:
        yield port
    finally:
        wait(listener.close())
        # Connections end in the loop's next round.
        wait(asyncio.sleep(0.05))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
