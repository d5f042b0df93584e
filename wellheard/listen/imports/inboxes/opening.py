"""Tell which inbox a file comes from, and read it as rows of conversations."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.inboxes import chatwoot, intercom, okdesk, zendesk
from wellheard.listen.imports.inboxes.known import LISTS, Known, Object, objects
from wellheard.listen.imports.inboxes.objects import Found, is_json_archive, objects_of
from wellheard.listen.imports.reading import Broken, Row, Table

# So many objects are looked at to tell where a file comes from; what lies beside conversations may come before them.
_LOOKED_AT = 5_000
_PAGES = {"conversations", "tickets", "issues", "results", "payload", "data"}
_COLUMNS = [
    "system", "id", "subject", "state", "snoozed_until", "priority", "contact_email", "contact_name", "contact_id", "company",
    "company_name", "assignee", "team", "category", "tags", "participants", "started_at", "closed_at", "first_answer_at",
    "rating", "rating_comment", "channel", "url", "messages",
]  # fmt: skip


@dataclass(frozen=True)
class Inbox:
    """What is known of the exports of one system: how its conversations are told, and how they become ours."""

    name: str
    fits: Callable[[Object], bool]
    cells: Callable[[Object, Known], Object]


INBOXES = tuple(Inbox(one.NAME, one.fits, one.cells) for one in (intercom, zendesk, chatwoot, okdesk))


def open_inbox(path: Path) -> Table | None:
    """Return the conversations of a file as rows; nothing when it comes from none of the inboxes we know."""
    inbox: Inbox | None = None
    # What cannot be read to here is another kind of file, or is told where it is read as one.
    with suppress(FileError):
        inbox = next((one for found in islice(_each(path), _LOOKED_AT) if (one := _inbox_of(found.value))), None)
    if inbox is None:
        return None
    is_archive = is_json_archive(path)
    note = _("Recognised as an export of %(name)s.") % {"name": inbox.name}
    return Table(_rows(path, inbox, in_any_order=is_archive or _is_whole(path)), _COLUMNS, [note])


def _inbox_of(one: Object | Broken) -> Inbox | None:
    return None if isinstance(one, Broken) else next((inbox for inbox in INBOXES if inbox.fits(one)), None)


def _is_whole(path: Path) -> bool:
    """Tell whether a file is one JSON value: what lies beside conversations may then come after them."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"[") or b"\n" not in head.rstrip()


def _rows(path: Path, inbox: Inbox, *, in_any_order: bool) -> Iterator[Row | Broken]:
    known = Known()
    if in_any_order:
        for found in _each(path):
            _learn(known, inbox, found)
    for number, found in enumerate(_each(path), start=1):
        if isinstance(found.value, Broken):
            yield Broken(number, found.value.reason)
        elif inbox.fits(found.value):
            yield _row(number, inbox, found.value, known)
        elif not in_any_order:
            _learn(known, inbox, found)


def _row(number: int, inbox: Inbox, one: Object, known: Known) -> Row | Broken:
    try:
        cells = _cells(inbox, one, known)
    except (AttributeError, OverflowError, TypeError, ValueError):
        # A number where a list should be, or whatever else: this one is refused, not the file.
        return Broken(number, _("It is not written as %(name)s writes conversations.") % {"name": inbox.name})
    return Row(number, cells) if "messages" in cells else Broken(number, _("There are no words in it."))


def _learn(known: Known, inbox: Inbox, found: Found) -> None:
    if isinstance(found.value, Broken) or inbox.fits(found.value):
        return
    if place := _place(found.place, found.value):
        known.learn(place, found.value)


def _place(place: str, one: Object) -> str:
    """Return what an object beside conversations is: by the list it stands in, else by what it says."""
    if place in LISTS:
        return place
    ending = next((name for name in LISTS if place.endswith(name)), "")
    said = "users" if one.get("email") else "organizations" if "domain_names" in one else ""
    return ending or ("comments" if {"ticket_id", "issue_id"} & one.keys() else said)


def _each(path: Path) -> Iterator[Found]:
    """Yield the objects of a file; a page of many is taken apart, what lies beside its conversations first."""
    for found in objects_of(path):
        if isinstance(found.value, Broken):
            yield found
            continue
        lists = {name: found.value[name] for name in found.value if name.lower() in _PAGES | LISTS.keys()}
        is_page = any(isinstance(value, list | dict) for value in lists.values()) and _inbox_of(found.value) is None
        if not is_page:
            yield found
            continue
        for name in sorted(lists, key=lambda one: one.lower() in _PAGES):
            yield from (Found(name.lower(), found.number, one) for one in objects(lists[name]))


def _cells(inbox: Inbox, one: Object, known: Known) -> dict[str, Any]:
    said = {"system": inbox.name, **inbox.cells(one, known)}
    kept = {name: value for name, value in said.items() if value not in (None, "", [], {})}
    return {clean_line(name)[:100]: _cell(value) for name, value in kept.items()}


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value
