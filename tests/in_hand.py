"""What the server of a browser test still has in hand once the browser is gone, and waiting for it."""

import threading
import time

from django.core.signals import request_finished, request_started
from django.db import connection

# A request that a closed browser had sent may be taken up a moment later.
QUIET_LOOKS, LOOK_SECONDS, MOST_LOOKS = 3, 0.01, 1_000
_TRANSACTIONS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND xact_start IS NOT NULL AND backend_type = 'client backend'
"""
_working: set[threading.Thread] = set()


def note_requests() -> None:
    """Note from now on which threads of this process work on a request."""
    request_started.connect(_begun, dispatch_uid="in hand")
    request_finished.connect(_ended, dispatch_uid="in hand")


def wait_until_done() -> None:
    """Return once no request is worked on and nobody else is in a transaction: emptying the tables before would be a deadlock,

    or would leave what the last request of one test wrote to the next one.
    """
    quiet = 0
    for _look in range(MOST_LOOKS):
        quiet = 0 if _is_at_work() else quiet + 1
        if quiet == QUIET_LOOKS:
            return
        time.sleep(LOOK_SECONDS)


def _is_at_work() -> bool:
    # A thread whose browser hung up says nothing at its end.
    if any(thread.is_alive() for thread in tuple(_working)):
        return True
    with connection.cursor() as cursor:
        cursor.execute(_TRANSACTIONS)
        return bool(cursor.fetchone()[0])


def _begun(**_said: object) -> None:
    if threading.current_thread() is not threading.main_thread():
        _working.add(threading.current_thread())


def _ended(**_said: object) -> None:
    _working.discard(threading.current_thread())
