"""What is new for who has the tab open: one stream of server-sent events each, one look a second for all of them.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.datastructures import CaseInsensitiveMapping

from wellheard.customers.models import Contact, ContactIdentity
from wellheard.customers.queries import anonymous
from wellheard.foundation.http import doors
from wellheard.foundation.http.doors import DoorError, in_thread
from wellheard.foundation.http.protocol import Receive, Scope, Send, header, send_whole
from wellheard.web.conversations.live import hang_up, relay
from wellheard.web.conversations.news import Passing, newest_fact
from wellheard.web.widget.asking import Asked, asked_by
from wellheard.web.widget.queries import becoming
from wellheard.web.widget.refusals import RefusedError

logger = logging.getLogger(__name__)

PATH = "/widget/v1/live"
MOST, MOST_EACH = 2_000, 8
LOOK_SECONDS = 1.0
_UNTAKEN = 50
# A transaction may commit after one that began later: so many of the latest facts are looked at again.
_WINDOW, _MOST = 300, 500
# What is news to the customer it concerns.
_NEWS = ("message.sent", "answer.sent", "answer.told", "message.seen", "answer.read")
_SINCE = """
    SELECT id, name, subject_id, contact_id FROM foundation_fact
    WHERE id > %s AND name = ANY(%s) AND contact_id = ANY(%s) ORDER BY id LIMIT %s
"""


@dataclass(eq=False)
class Listener:
    """One open tab. Who is only a device may become a contact while it listens, by asking something."""

    who: str
    device: str
    contact_id: int | None
    queue: "asyncio.Queue[bytes]" = field(default_factory=lambda: asyncio.Queue(maxsize=_UNTAKEN))


@dataclass
class News:
    """Reads the end of the ledger, each fact once."""

    newest: int = -1
    _passing: Passing = field(default_factory=Passing)
    _told: set[int] = field(default_factory=set)

    def look(self, listeners: Iterable[Listener]) -> dict[int, list[bytes]]:
        """Return what happened since the last look, as events by contact; nothing at the first."""
        heard = {one.contact_id for one in _resolved(list(listeners)) if one.contact_id}
        if self.newest < 0:
            self.newest = newest_fact()
            self._told = {row[0] for row in self._rows(heard)}
            return {}
        rows = [row for row in self._rows(heard) if row[0] not in self._told]
        self.newest = max([self.newest, self._passing.look(), *(row[0] for row in rows)])
        self._told = {one for one in self._told if one > self.newest - _WINDOW} | {row[0] for row in rows}
        return {contact_id: _events(contact_id, rows) for contact_id in {row[3] for row in rows}}

    def _rows(self, contact_ids: set[int]) -> list[tuple[int, str, int, int]]:
        with connection.cursor() as cursor:
            cursor.execute(_SINCE, [max(0, self.newest - _WINDOW), list(_NEWS), list(contact_ids), _MOST])
            return list(cursor.fetchall())


class Streams:
    """The open tabs of one process."""

    def __init__(self) -> None:
        self._open: set[Listener] = set()
        self._watch: asyncio.Task[None] | None = None

    def has_room(self, who: str) -> bool:
        """Tell whether one more tab may listen."""
        return len(self._open) < MOST and Counter(one.who for one in self._open)[who] < MOST_EACH

    def open(self, listener: Listener) -> None:
        """Begin to tell one tab what happens."""
        self._open.add(listener)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._look_on())

    def close(self, listener: Listener) -> None:
        """Tell a tab no more."""
        self._open.discard(listener)

    async def _look_on(self) -> None:
        news = News()
        while self._open:
            try:
                self._tell(await in_thread(news.look, list(self._open)))
            except Exception:
                logger.exception("the ledger could not be read for open tabs")
            await asyncio.sleep(LOOK_SECONDS)

    def _tell(self, events: dict[int, list[bytes]]) -> None:
        for listener in list(self._open):
            for event in events.get(listener.contact_id or 0, []):
                try:
                    listener.queue.put_nowait(event)
                except asyncio.QueueFull:
                    # It takes nothing: it asks what it missed when it is back.
                    self.close(listener)
                    hang_up(listener.queue)


streams = Streams()


def register() -> None:
    """Let the listener answer the streams before Django."""
    doors.register(PATH, answer)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Open a stream for whoever the headers name. Raises DoorError."""
    if scope["method"] != "GET":
        raise DoorError(405, "method", "Ask with GET.", headers=[(b"allow", b"GET")])
    asked = await in_thread(_asked, scope)
    if not asked.who:
        await send_whole(send, 204, [], b"")
        return
    if not streams.has_room(asked.who):
        raise DoorError(503, "busy", "Too many tabs listen already; ask now and then instead.")
    listener = Listener(asked.who, "" if asked.contact else asked.device, asked.reader.pk if asked.reader else None)
    streams.open(listener)
    try:
        await relay(listener.queue, receive, send)
    finally:
        streams.close(listener)


def _asked(scope: Scope) -> Asked:
    said = CaseInsensitiveMapping({name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]})
    try:
        return asked_by(said, address="", host=header(scope, b"host"))
    except RefusedError as problem:
        raise DoorError(problem.status, problem.kind, str(problem)) from problem


def _resolved(listeners: list[Listener]) -> list[Listener]:
    """Find the contacts that devices became since they began to listen; never one that somebody is known by."""
    waiting = {one.device: one for one in listeners if one.device and one.contact_id is None}
    if waiting:
        rows = ContactIdentity.objects.filter(kind=ContactIdentity.Kind.DEVICE, value__in=waiting)
        found = dict(rows.values_list("value", "contact_id"))
        nobody = anonymous(found.values())
        for device, contact_id in found.items():
            waiting[device].contact_id = contact_id if contact_id in nobody else None
    return listeners


def _events(contact_id: int, rows: list[tuple[int, str, int, int]]) -> list[bytes]:
    unread = becoming.unread(Contact.objects.filter(pk=contact_id).first())
    mine = [row for row in rows if row[3] == contact_id]
    replied = dict.fromkeys(row[2] for row in mine if row[1] == "message.sent")
    events = [_event("message", {"conversation": pk, "unread": unread}) for pk in replied]
    return events or [_event("unread", {"unread": unread})]


def _event(name: str, said: dict[str, int]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(said)}\n\n".encode()
