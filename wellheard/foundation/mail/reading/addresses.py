"""Addresses, Message-IDs and dates out of headers, whatever was written there; each in one pass."""

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from wellheard.foundation.mail.reading import limits
from wellheard.foundation.mail.reading.charsets import header_words
from wellheard.foundation.mail.reading.fields import encoded_words
from wellheard.foundation.mail.reading.shape import Address
from wellheard.foundation.text.clean import clean_line

# One @, no spaces, no brackets; RFC 6532 allows letters of any language.
_ADDRESS = re.compile(r'[^\s<>()",;:@\\]{1,128}@[^\s<>()",;:@\\]{1,255}')
_QUOTED_LOCAL = re.compile(r'"[^"\r\n<>]{1,126}"@[^\s<>()",;:@\\]{1,255}')
_ID = re.compile(r"<([^<>]{1,2000})>")
_BARE = re.compile(r"[\s<>,;()]+")
_MARKS = re.compile(r'\\.|["(),;]', re.DOTALL)
_COMMENT = re.compile(r"\([^()]{0,200}\)")
_SPACES = re.compile(r"\s+")
_ODDEST_OFFSET = timedelta(hours=15)
# RFC 822 was written in 1982; what claims to be older was dated by a broken clock.
_OLDEST_YEAR, _YOUNGEST_YEAR = 1982, 2100
_LONGEST_NAME, _LONGEST_DATE, _LONGEST_ID, _LONGEST_PIECE = 200, 200, 2000, 2000


def addresses_of(values: list[bytes]) -> tuple[Address, ...]:
    """Return the addresses of a header that may come several times; groups are opened, what is empty is passed over.

    At most one more than MOST_ADDRESSES, so that the reader sees there were too many.
    """
    found: list[Address] = []
    for value in values:
        surname = ""
        for piece in _pieces(header_words(value[: limits.MOST_HEADER_BYTES])):
            # Doe, John <john@example.org> without the quotes it needs.
            if "<" in piece and surname:
                found.pop()
            address = _address(f"{surname}, {piece}" if "<" in piece and surname else piece[:_LONGEST_PIECE])
            surname = address.name if address.name and not address.address else ""
            if address.address or address.name:
                found.append(address)
            if len(found) > limits.MOST_ADDRESSES:
                return tuple(found)
    return tuple(found)


def bare_addresses(values: list[bytes]) -> tuple[str, ...]:
    """Return the addresses alone, each once."""
    return tuple(dict.fromkeys(found.address for found in addresses_of(values) if found.address))


def _pieces(text: str) -> Iterator[str]:
    """Yield what stands between commas and semicolons that are in no quotes and no comments."""
    begin = depth = 0
    is_quoted = False
    for match in _MARKS.finditer(text):
        mark = match.group()
        if mark == '"' and not depth:
            is_quoted = not is_quoted
        elif mark in {"(", ")"} and not is_quoted:
            depth = max(0, depth + (1 if mark == "(" else -1))
        elif mark in {",", ";"} and not is_quoted and not depth:
            yield text[begin : match.start()]
            begin = match.end()
    # A quote or comment that nobody closed hides the commas behind it.
    rest = text[begin:]
    yield from rest.split(",") if is_quoted or depth else [rest]


def _address(piece: str) -> Address:
    piece = piece.strip()[:_LONGEST_PIECE]
    opening = piece.rfind("<")
    if opening >= 0:
        inner, _close, after = piece[opening + 1 :].partition(">")
        name = piece[:opening] or after
        return Address(_name(_without_group(name)), _valid(inner)) if _valid(inner) else Address(_name(piece), "")
    bare, comment = _without_comment(_without_group(piece))
    address = _valid(bare)
    return Address(_name(comment), address) if address else Address(_name(bare or comment), "")


def _without_group(text: str) -> str:
    """Take `Friends: ` off the first member of a group; a colon inside quotes stays."""
    head, colon, rest = text.partition(":")
    return rest if colon and '"' not in head and "@" not in head else text


def _without_comment(text: str) -> tuple[str, str]:
    """Return `ann@example.org (Ann)` as the address and the comment."""
    bare, opening, rest = text.partition("(")
    if not opening:
        return text.strip(), ""
    comment, _close, after = rest.rpartition(")")
    return (bare + after).strip(), comment or rest


def _valid(text: str) -> str:
    """Return the address in what stood between < and >; empty when there is none."""
    text = _COMMENT.sub("", encoded_words(text)).strip().removeprefix("mailto:")
    plain = _SPACES.sub("", text) if not text.startswith('"') else text
    if match := _QUOTED_LOCAL.fullmatch(plain) or _ADDRESS.fullmatch(plain.strip("'")):
        return clean_line(match.group()).rstrip(".")
    # <<ann@example.org>>, <ann@example.org;>, "route:ann@example.org"
    found = _ADDRESS.findall(text)
    return clean_line(found[0]).rstrip(".") if len(found) == 1 else ""


def _name(text: str) -> str:
    text = encoded_words(text).strip()
    if text[:1] == '"':
        text = text[1:].removesuffix('"')
    return clean_line(text.replace('\\"', '"').replace("\\\\", "\\"))[:_LONGEST_NAME].strip("'\"<> ")


def message_ids_of(values: list[bytes]) -> tuple[str, ...]:
    """Return Message-IDs with their <>, each once and in order; spaces inside are what folding left and taken out."""
    found: dict[str, None] = {}
    for value in values:
        text = header_words(value[: limits.MOST_HEADER_BYTES])
        ids = [f"<{_SPACES.sub('', inner)}>" for inner in _ID.findall(text)]
        for identity in ids or [f"<{bare}>" for bare in _BARE.split(text) if "@" in bare[1:]]:
            if len("<>") < len(identity) <= _LONGEST_ID:
                found.setdefault(identity)
    return tuple(found)


def shortened(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the first Message-ID, which began the thread, and the last ones."""
    return ids if len(ids) <= limits.MOST_REFERENCES else (ids[0], *ids[-limits.MOST_REFERENCES + 1 :])


def date_of(value: bytes) -> datetime | None:
    """Return the moment in UTC; a date without a zone is taken as UTC. None when it cannot be one."""
    text = header_words(value[:_LONGEST_DATE])
    try:
        parsed = email.utils.parsedate_tz(text)
        if parsed is None or not _OLDEST_YEAR <= parsed[0] < _YOUNGEST_YEAR:
            return None
        offset = timedelta(seconds=parsed[9] or 0)
        zone = timezone(offset) if abs(offset) <= _ODDEST_OFFSET else UTC
        return datetime(*parsed[:5], min(parsed[5], 59), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None
