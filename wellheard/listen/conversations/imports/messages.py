"""Read the messages of one conversation, as a file has them. A message that cannot be read is said, and the others go on."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation.mail.folding import text_of_html
from wellheard.foundation.text.clean import clean_email
from wellheard.listen.conversations.brought import Link
from wellheard.listen.conversations.models import Message
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import digest
from wellheard.listen.imports.values import Habits, moment, text, truth, words

_MOST_HTML = 1_000_000
_KINDS = {
    Message.Kind.HEARD: "heard customer contact user client enduser incoming inbound in question",
    Message.Kind.REPLY: "reply agent admin staff employee outgoing outbound out answer public",
    Message.Kind.NOTE: "note internal internalnote private comment",
}
_KIND_BY_NAME = {name: str(kind) for kind, names in _KINDS.items() for name in names.split()}
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,498}>")


@dataclass(frozen=True)
class Named:
    """Somebody as a file names them."""

    email: str = ""
    name: str = ""
    external_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.name or self.external_id)


@dataclass(frozen=True)
class SaidThere:
    """One message, understood as far as it can be alone; `kind` is empty where the file does not say who wrote it."""

    key: str
    kind: str
    at: datetime
    words: str
    html: str
    author: Named
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    is_automatic: bool = False
    links: tuple[Link, ...] = ()


def objects_in(cell: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects a cell lists, as JSON or as they are. Raises RowError where it is none of that."""
    if isinstance(cell, str) and cell.strip():
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError) as problem:
            raise RowError(_("“%(name)s” is not a JSON list of objects.") % {"name": name}) from problem
    if cell is None or cell == "":
        return []
    if not isinstance(cell, list):
        raise RowError(_("“%(name)s” is not a JSON list of objects.") % {"name": name})
    return [one for one in cell if isinstance(one, dict)]


def person_in(value: Any) -> Named:
    """Return somebody as an object with an address, a name and an id, or as written in a mail: Ann <ann@acme.example>."""
    value = _unpacked(value)
    if isinstance(value, dict):
        return Named(clean_email(text(value.get("email"))), text(value.get("name")), text(value.get("id")))
    written = text(value)
    if "@" not in written:
        return Named(name=written)
    name, address = parseaddr(written)
    return Named(clean_email(address or written), text(name))


def people_in(value: Any) -> tuple[Named, ...]:
    """Return several people: a list, or names and addresses with commas between."""
    value = _unpacked(value)
    if isinstance(value, str):
        value = re.split(r"[,;](?=[^,;]*@)", value)
    found = [person_in(one) for one in value] if isinstance(value, list) else [person_in(value)]
    return tuple(one for one in found if one)


def _unpacked(value: Any) -> Any:
    """Return what a cell holds, where it is written as JSON."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        with suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def read_messages(
    rows: Iterable[dict[str, Any]], *, since: datetime, habits: Habits
) -> tuple[list[SaidThere], list[str]]:
    """Return the messages that can be read, and what is worth knowing of the others. `since` dates those without a day."""
    found: list[SaidThere] = []
    notes: list[str] = []
    alike: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        try:
            one = read_message(row, since=found[-1].at if found else since, habits=habits, alike=alike)
        except RowError as problem:
            notes.append(_("Message %(number)d was left out: %(why)s") % {"number": number, "why": problem})
            continue
        found.append(one)
    return found, notes


def read_message(row: dict[str, Any], *, since: datetime, habits: Habits, alike: dict[str, int]) -> SaidThere:
    """Return one message; `alike` counts those without an id that say the same. Raises RowError where it says nothing."""
    html = words(row.get("html"))[:_MOST_HTML]
    said = words(row.get("words")) or text_of_html(html).strip()
    links = _links(row.get("files"))
    if not (said or links):
        raise RowError(_("There are no words in it."))
    at = moment(row.get("at"), habits)
    author = person_in(row.get("author"))
    kind = _KIND_BY_NAME.get(_letters(row.get("kind")), "")
    ids = _MESSAGE_ID.findall(text(row.get("message_id")))
    answered = _MESSAGE_ID.findall(text(row.get("in_reply_to")))
    return SaidThere(
        key=text(row.get("id"))[:100] or _key_of((kind, at, author, said), alike),
        kind=kind,
        at=at or since,
        words=said,
        html=html,
        author=author,
        to=tuple(one.email for one in people_in(row.get("to"))),
        cc=tuple(one.email for one in people_in(row.get("cc"))),
        message_id=ids[0] if ids else "",
        in_reply_to=answered[0] if answered else "",
        is_automatic=truth(row.get("is_automatic")),
        links=links,
    )


def _key_of(said: tuple[object, ...], alike: dict[str, int]) -> str:
    """Name a message without an id by what it says. Saying the same twice is saying it twice."""
    key = digest(*said)
    alike[key] = alike.get(key, 0) + 1
    return key if alike[key] == 1 else f"{key}-{alike[key]}"


def _links(value: Any) -> tuple[Link, ...]:
    if isinstance(value, str) and not value.lstrip().startswith("["):
        value = [{"url": one} for one in value.split()]
    links = []
    for one in objects_in(value, "files"):
        url = text(one.get("url"))
        name = text(one.get("name")) or url.partition("?")[0].rstrip("/").rpartition("/")[2]
        size = one.get("bytes")
        bytes_there = size if isinstance(size, int) and 0 <= size < 2**53 else 0
        links.append(Link(name, url, text(one.get("media_type")), bytes_there))
    return tuple(links)


def _letters(value: Any) -> str:
    return "".join(letter for letter in text(value).casefold() if letter.isalpha())
