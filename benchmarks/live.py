"""500 open inboxes: how soon each hears what happens, and what holding all those streams costs the server.

`wellheard serve` runs as it is installed. A hundred colleagues have five windows of the inbox open each, every one with its
stream of server-sent events; meanwhile customers write, colleagues answer, and somebody opens the inbox. Who listens runs on
the same machine and takes its share of it.
"""

import asyncio
import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.pages import signed_in
from benchmarks.serving import _ask, _print_memory, _request, _served
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import Reply, hear_message, open_conversation, reply_to_conversation
from wellheard.listen.conversations.commands.hearing import Beginning
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.conversations.said import Said
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

COLLEAGUES, WINDOWS = 100, 5
FACTS, FACT_SECONDS = 40, 0.5
PAGES = 40
QUIET_SECONDS = 10.0
OPENED_WITHIN, HEARD_WITHIN = 60.0, 10.0
ORIGIN = "benchmark"


@dataclass
class Listeners:
    """Windows that are open, and when each heard of each conversation."""

    port: int
    cookies: list[str]
    opened: int = 0
    closed: int = 0
    heard: dict[int, list[float]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Open all streams and listen until the server goes."""
        await asyncio.gather(*(self._one(cookie) for cookie in self.cookies for _window in range(WINDOWS)))

    async def _one(self, cookie: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET /inbox/live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
        try:
            if b" 200 " not in await reader.readline():
                return
            self.opened += 1
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    now = time.monotonic()
                    for change in json.loads(line[6:]):
                        self.heard.setdefault(change["conversation"], []).append(now)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.closed += 1
            writer.close()


def main() -> None:
    """Print a line for each figure."""
    talks = _talks()
    cookies = [_cookie(colleague) for colleague in _colleagues()]
    try:
        with _served(settings.DATA) as (port, _seconds, process):
            _print_pages("nobody listening", port, cookies[0])
            _print_memory("nobody listening", process)
            before = _connections()
            with _listening(Listeners(port, cookies)) as listeners:
                _print_cost("streams open, nothing new", process)
                _print_news(listeners, talks)
                _print_pages("with the streams open", port, cookies[0])
                _print_memory("with the streams open", process)
                print(f"connections to the database: {before} before, {_connections()} with the streams open")
                print(f"streams: {listeners.opened} opened, {listeners.opened - listeners.closed} open at the end")
    finally:
        _forget()


@contextmanager
def _listening(listeners: Listeners) -> Iterator[Listeners]:
    thread = Thread(target=lambda: asyncio.run(listeners.listen()), daemon=True)
    began = time.monotonic()
    thread.start()
    wanted = len(listeners.cookies) * WINDOWS
    while listeners.opened + listeners.closed < wanted and time.monotonic() - began < OPENED_WITHIN:
        time.sleep(0.02)
    print(f"{listeners.opened} of {wanted} streams opened in {time.monotonic() - began:.1f} s")
    yield listeners


def _print_news(listeners: Listeners, talks: list[Conversation]) -> None:
    """Let customers write and a colleague answer, each in a conversation of its own; say how soon every window knew."""
    happened: dict[int, float] = {}
    staff = Staff.objects.get(email="bench@example.com")
    for number, talk in enumerate(talks):
        if number % 2:
            hear_message(conversation_id=talk.pk, contact=talk.requester, said=Said("And on Fridays it takes longer."))
        else:
            seen = talk.messages.order_by("-pk").values_list("pk", flat=True).first()
            reply_to_conversation(conversation_id=talk.pk, by=staff, reply=Reply("We look."), seen_message_id=seen)
        happened[talk.pk] = time.monotonic()
        time.sleep(FACT_SECONDS)
    time.sleep(3)
    late = sorted(
        moment - happened[pk] for pk in happened for moment in listeners.heard.get(pk, [])[: listeners.opened]
    )
    missed = len(happened) * listeners.opened - len(late)
    print(
        f"{len(happened)} things that happened, told to every window: p50 {statistics.median(late):.2f} s, "
        f"p95 {late[int(len(late) * 0.95)]:.2f} s, slowest {late[-1]:.2f} s; {missed} of {len(late) + missed} missed"
    )


def _print_pages(when: str, port: int, cookie: str) -> None:
    spent = []
    request = _request("GET", "/inbox/").replace(b"\r\n\r\n", f"\r\nCookie: {cookie}\r\n\r\n".encode())
    with socket.create_connection(("127.0.0.1", port)) as wire:
        for _round in range(PAGES + 5):
            began = time.perf_counter()
            status = _ask(wire, request)
            if status != 200:  # noqa: PLR2004 - HTTP's word for yes
                raise RuntimeError(f"the inbox answered {status}")
            spent.append((time.perf_counter() - began) * 1000)
    spent = sorted(spent[5:])
    print(f"inbox over HTTP, {when}: p50 {statistics.median(spent):.1f} ms, p95 {spent[int(PAGES * 0.95)]:.1f} ms")


def _print_cost(when: str, process: psutil.Process) -> None:
    before = _spent(process)
    time.sleep(QUIET_SECONDS)
    share = (_spent(process) - before) / QUIET_SECONDS
    print(f"processor, {when}: {share:.1%} of one core")


def _spent(process: psutil.Process) -> float:
    tree = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in tree if "postgres" not in one.name())


def _connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _colleagues() -> list[Staff]:
    signed_in()
    addresses = [f"listener{number}@example.com" for number in range(COLLEAGUES)]
    Staff.objects.bulk_create(
        [Staff(email=one, name="Listener", role=Role.AGENT, joined_at=clock.now()) for one in addresses],
        ignore_conflicts=True,
    )
    return list(Staff.objects.filter(email__in=addresses).order_by("pk"))


def _cookie(staff: Staff) -> str:
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _talks() -> list[Conversation]:
    contact, _made = Contact.objects.get_or_create(
        name="Customer of the benchmark", defaults={"created_at": clock.now()}
    )
    run = f"{time.time():.0f}"
    return [
        open_conversation(
            beginning=Beginning(channel="api", contact=contact, origin=ORIGIN, origin_key=f"{run}-{number}"),
            said=Said("The export takes a whole morning.", author_name=contact.name),
        ).conversation
        for number in range(FACTS)
    ]


def _forget() -> None:
    Conversation.objects.filter(origin=ORIGIN).delete()
    Contact.objects.filter(name="Customer of the benchmark").delete()
    Staff.objects.filter(email__startswith="listener").delete()


if __name__ == "__main__":
    main()
