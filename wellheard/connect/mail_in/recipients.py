"""For whom a mail came in, read off its headers where there is no envelope any more."""

import re

MOST_HEADER = 65_536
MOST_RECIPIENTS = 50
# Where servers note it, before where writers say it: a blind copy stands in the first only.
_NAMES = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "to", "cc")
_FIELD = re.compile(rb"^([a-z-]{2,20}):((?:.*)(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"[^\s<>\"',;:()\[\]\\@]{1,64}@[^\s<>\"',;:()\[\]\\@]{1,255}")


def recipients_in(raw: bytes) -> list[str]:
    """Return the addresses a mail went to, those that servers noted first; each once."""
    header = raw[:MOST_HEADER].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    fields = [(name.lower().decode(), value) for name, value in _FIELD.findall(header)]
    found = [address for name in _NAMES for key, value in fields if key == name for address in _ADDRESS.findall(value)]
    texts = (address.decode("utf-8", "replace").lower() for address in found)
    return list(dict.fromkeys(texts))[:MOST_RECIPIENTS]
