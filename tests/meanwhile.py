"""Two at the same moment, in the order in which it hurts: one holds what the other waits for."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection, transaction

from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.models import Conversation

PATIENCE = 10.0


def together(*acts: Callable[[], Any], refusals: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Do these at the same moment, each with a connection of its own; return what each gave, or why it was refused."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            ready.wait(timeout=60)
            return act()
        except refusals as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as windows:
        return [done.result(timeout=60) for done in [windows.submit(one, act) for act in acts]]


@contextmanager
def meanwhile(conversation: Conversation, act: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Do something in another window, which has to wait for a conversation that is held for as long as this lasts."""
    with ours_first(lambda: locked_conversation(conversation.pk), act) as done:
        yield done


@contextmanager
def ours_first(ours: Callable[[], Any], act: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Begin something; then do something else in another window, which has to wait until this is over."""

    def in_a_window() -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as window:
        with transaction.atomic():
            ours()
            done = window.submit(in_a_window)
            wait_until_somebody_waits()
            yield done
        done.exception(timeout=PATIENCE)


def wait_until_somebody_waits() -> None:
    """Return once another connection stands still at a lock."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")
