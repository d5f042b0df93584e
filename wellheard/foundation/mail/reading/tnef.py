"""The files inside a winmail.dat, in which Outlook wraps them for readers that know Exchange (MS-OXTNEF)."""

import struct
from collections.abc import Iterator

from wellheard.foundation.mail.reading import limits

_SIGNATURE = 0x223E9F78
# Names of attributes: a file begins, its name, its bytes, its properties.
_BEGINS, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
# PidTagAttachLongFilename, in UTF-16 or in eight bits; its value follows a count and a length.
_LONG_NAMES = ((b"\x1f\x00\x07\x37", "utf-16-le"), (b"\x1e\x00\x07\x37", "cp1252"))
_HEAD = struct.Struct("<BII")
_LONGEST_NAME = 1_000


def files_in(data: bytes) -> list[tuple[str, bytes]]:
    """Return the names and bytes of the files inside; what is broken or cut off ends the list."""
    found: list[tuple[str, bytes]] = []
    for name, value in _attributes(data):
        if name == _BEGINS:
            found.append(("", b""))
        elif found and name == _TITLE:
            found[-1] = (found[-1][0] or value.rstrip(b"\0").decode("cp1252", "replace"), found[-1][1])
        elif found and name == _DATA:
            found[-1] = (found[-1][0], value)
        elif found and name == _PROPERTIES:
            found[-1] = (_long_name(value) or found[-1][0], found[-1][1])
        if len(found) > limits.MOST_PARTS:
            break
    return [(name, value) for name, value in found if value]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) < 6 or int.from_bytes(data[:4], "little") != _SIGNATURE:  # noqa: PLR2004
        return
    at = 6
    while at + _HEAD.size <= len(data):
        _level, name, length = _HEAD.unpack_from(data, at)
        begin = at + _HEAD.size
        if begin + length > len(data):
            return
        yield name & 0xFFFF, data[begin : begin + length]
        # A checksum of two bytes follows.
        at = begin + length + 2


def _long_name(properties: bytes) -> str:
    for tag, codec in _LONG_NAMES:
        at = properties.find(tag)
        if at >= 0 and at + 12 <= len(properties):
            length = int.from_bytes(properties[at + 8 : at + 12], "little")
            return properties[at + 12 : at + 12 + min(length, _LONGEST_NAME)].decode(codec, "replace").rstrip("\0")
    return ""
