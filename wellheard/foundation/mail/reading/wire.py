"""A mail that was read, as bytes between two processes: a length, JSON, and then the files as they are.

No pickle: whoever got hold of the reading process by a mail could run anything in ours with it.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from wellheard.foundation.mail.reading.shape import (
    Address,
    Attachment,
    Authentication,
    Automatic,
    Bounce,
    BouncedRecipient,
    Complaint,
    Problem,
    Protection,
    ReadMail,
)

LENGTH_BYTES = 8


def packed(mail: ReadMail) -> bytes:
    """Return a mail as bytes; the files stand behind the words, in their order."""
    blobs: list[bytes] = []
    words = json.dumps(_plain(mail, blobs), ensure_ascii=False).encode("utf-8", "replace")
    return b"".join([length_of(words), words, *blobs])


def length_of(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES, "big")


def unpacked(data: bytes) -> ReadMail:
    """Return the mail. Raises ValueError, KeyError or TypeError for anything else."""
    end = LENGTH_BYTES + int.from_bytes(data[:LENGTH_BYTES], "big")
    return _mail(json.loads(data[LENGTH_BYTES:end]), _Blobs(data, end))


def _plain(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, bytes):
        blobs.append(value)
        return len(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item, blobs) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), blobs) for field in fields(value)}
    return value


class _Blobs:
    """Takes one file after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def take(self, length: int) -> bytes:
        begin, self._at = self._at, self._at + length
        if length < 0 or self._at > len(self._data):
            raise ValueError("A file is shorter than was announced")
        return self._data[begin : self._at]


def _mail(plain: dict[str, Any], blobs: _Blobs) -> ReadMail:
    """Return what `_plain` made; files are taken in the order in which it put them."""
    values = {
        name: _READERS.get(name, _same)(plain[name], blobs) for name in [field.name for field in fields(ReadMail)]
    }
    return ReadMail(**values)


def _same(value: Any, _blobs: _Blobs) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _people(value: Any, _blobs: _Blobs) -> tuple[Address, ...]:
    return tuple(Address(**person) for person in value)


def _files(value: Any, blobs: _Blobs) -> tuple[Attachment, ...]:
    return tuple(Attachment(**{**file, "data": blobs.take(file["data"])}) for file in value)


def _bounce(value: Any, _blobs: _Blobs) -> Bounce | None:
    if value is None:
        return None
    return Bounce(value["original_message_id"], tuple(BouncedRecipient(**one) for one in value["recipients"]))


_READERS: dict[str, Callable[[Any, _Blobs], Any]] = {
    "date": lambda value, _blobs: datetime.fromisoformat(value) if value else None,
    "sender": lambda value, _blobs: Address(**value),
    "reply_to": _people,
    "to": _people,
    "cc": _people,
    "attachments": _files,
    "nested": lambda value, blobs: tuple(_mail(mail, blobs) for mail in value),
    "automatic": lambda value, _blobs: Automatic(value),
    "bounce": _bounce,
    "complaint": lambda value, _blobs: Complaint(**value) if value else None,
    "authentication": lambda value, _blobs: Authentication(**value),
    "protection": lambda value, _blobs: Protection(value),
    "headers": lambda value, _blobs: tuple((name, words) for name, words in value),
    "problems": lambda value, _blobs: tuple(Problem(code) for code in value),
}
