"""What a calendar answers to an invitation: one of theirs accepts, declines, or may come (RFC 5546, section 3.2.3).

It was written by a stranger's program: what is too large, odd, or not exactly one answer of one person is no reply at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wellheard.foundation.text.clean import clean_email, clean_words
from wellheard.foundation.text.numbers import is_whole_number

MOST_BYTES = 64_000
MOST_LINES = 500
MOST_CHARACTERS = 500
# What PostgreSQL holds in an integer.
MOST_SEQUENCE = 2**31 - 1
ACCEPTED, DECLINED, TENTATIVE = "accepted", "declined", "tentative"
_ANSWERS = {"ACCEPTED": ACCEPTED, "DECLINED": DECLINED, "TENTATIVE": TENTATIVE}
_ESCAPED = {"n": "\n", "N": "\n"}


@dataclass(frozen=True)
class CalendarReply:
    """One person's answer to the invitation with this UID, as they stood to its state `sequence` at `stamped_at`."""

    uid: str
    address: str
    answer: str
    sequence: int
    stamped_at: datetime
    words: str = ""


@dataclass(frozen=True)
class _Property:
    name: str
    parameters: dict[str, str]
    value: str


def reply_in(data: bytes) -> CalendarReply | None:
    """Return the one answer a calendar file holds; None where it holds none, several, or cannot be read."""
    # A UID with NUL in it is none of ours, and PostgreSQL could not be asked for it.
    if len(data) > MOST_BYTES or b"\0" in data:
        return None
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
    if len(lines) > MOST_LINES:
        return None
    held = list(_properties(lines))
    methods = [one.value.strip().upper() for path, one in held if path == ("VCALENDAR",) and one.name == "METHOD"]
    events = sum(path == ("VCALENDAR", "VEVENT") and one.name == "BEGIN" for path, one in held)
    if methods != ["REPLY"] or events != 1:
        return None
    return _reply([one for path, one in held if path == ("VCALENDAR", "VEVENT")])


def _reply(properties: list[_Property]) -> CalendarReply | None:
    found: dict[str, list[_Property]] = {}
    for one in properties:
        found.setdefault(one.name, []).append(one)
    if any(len(found.get(name, [])) != 1 for name in ("UID", "ATTENDEE", "DTSTAMP")):
        return None
    attendee = found["ATTENDEE"][0]
    answer = _ANSWERS.get(attendee.parameters.get("PARTSTAT", "").upper(), "")
    scheme, _colon, address = attendee.value.strip().partition(":")
    stamped_at = _moment(found["DTSTAMP"][0].value.strip())
    sequence = found["SEQUENCE"][0].value.strip() if "SEQUENCE" in found else "0"
    if not answer or scheme.lower() != "mailto" or stamped_at is None or not is_whole_number(sequence):
        return None
    words = clean_words(_unescaped(found["COMMENT"][0].value)) if "COMMENT" in found else ""
    return CalendarReply(
        uid=_unescaped(found["UID"][0].value).strip(),
        address=clean_email(address),
        answer=answer,
        sequence=min(int(sequence), MOST_SEQUENCE),
        stamped_at=stamped_at,
        words=words[:MOST_CHARACTERS],
    )


def _properties(lines: list[str]) -> Iterator[tuple[tuple[str, ...], _Property]]:
    """Return each property with the components it stands in, from the outermost on; a beginning stands in what it begins."""
    path: tuple[str, ...] = ()
    for line in lines:
        one = _property(line)
        if one is None:
            continue
        kind = one.value.strip().upper()
        if one.name == "BEGIN":
            path = (*path, kind)
        yield path, one
        if one.name == "END":
            if path[-1:] != (kind,):
                return
            path = path[:-1]


def _property(line: str) -> _Property | None:
    """Take a line apart (RFC 5545, section 3.1): a colon or a semicolon in quotes divides nothing."""
    pieces, in_quotes, begin = [], False, 0
    for at, character in enumerate(line):
        if character == '"':
            in_quotes = not in_quotes
        elif character in ";:" and not in_quotes:
            pieces.append(line[begin:at])
            begin = at + 1
            if character == ":":
                break
    else:
        return None
    named = [piece.partition("=") for piece in pieces[1:]]
    parameters = {name.strip().upper(): value.strip().strip('"') for name, _is, value in named}
    return _Property(pieces[0].strip().upper(), parameters, line[begin:])


def _moment(written: str) -> datetime | None:
    """Return a moment; one that names no zone is taken as UTC, as the RFC wants it."""
    try:
        return datetime.strptime(written.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _unescaped(value: str) -> str:
    """Return a text as it was before it became the value of a property (section 3.3.11)."""
    said, characters = [], iter(value)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            said.append(_ESCAPED.get(following, following))
        else:
            said.append(character)
    return "".join(said)
