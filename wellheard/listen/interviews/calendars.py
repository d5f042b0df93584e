"""A talk as calendars read it (RFC 5545), ready to go by mail (RFC 5546 and 6047).

Moments are in UTC (form 2 of section 3.3.5): every calendar shows them in its reader's zone, and no table of zones can be
out of date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
_MOST_OCTETS = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Party:
    """Who takes part: a name and an address."""

    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar. `sequence` tells a newer state from an older one."""

    uid: str
    sequence: int
    begins_at: datetime
    minutes: int
    title: str
    description: str
    place: str
    organizer: Party
    stamped_at: datetime
    attendee: Party | None = None


def calendar_of(entry: Entry, *, method: str) -> str:
    """Return the whole calendar with the one entry, its lines folded and ended as the RFC says."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(entry, method))


def escaped(text: str) -> str:
    """Return a text as the value of a property (section 3.3.11)."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def quoted(text: str) -> str:
    """Return a name as the value of a parameter (section 3.2): in quotes, which therefore cannot stand in it."""
    plain = re.sub(r"\s+", " ", _CONTROLS.sub(" ", text)).strip()
    return '"' + plain.replace('"', "'") + '"'


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets (section 3.1), never cut within a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _MOST_OCTETS:
            pieces.append(piece)
            # The space that marks a continued line counts too.
            piece, size = "", 1
        piece, size = piece + character, size + octets
    return "\r\n ".join([*pieces, piece])


def _lines(entry: Entry, method: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wellheard//Talks//EN", "CALSCALE:GREGORIAN")
    yield from (f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{escaped(entry.uid)}", f"SEQUENCE:{entry.sequence}")
    yield f"DTSTAMP:{_moment(entry.stamped_at)}"
    yield f"DTSTART:{_moment(entry.begins_at)}"
    yield f"DTEND:{_moment(entry.begins_at.astimezone(UTC) + timedelta(minutes=entry.minutes))}"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.place:
        yield f"LOCATION:{escaped(entry.place)}"
    yield f"ORGANIZER;CN={quoted(entry.organizer.name)}:mailto:{_address(entry.organizer)}"
    if entry.attendee:
        part = "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        yield f"ATTENDEE;CN={quoted(entry.attendee.name)};{part}:mailto:{_address(entry.attendee)}"
    yield f"STATUS:{'CANCELLED' if method == CANCEL else 'CONFIRMED'}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _address(party: Party) -> str:
    """Return an address as it stands in a property: nothing in it may begin another line."""
    return re.sub(r"[\s\x00-\x1f\x7f]", "", party.address)
