"""Tell the same mail that came by two ways: its trace headers differ, what was written does not."""

import hashlib
import re

# Everything else in the header is written by the servers on the way, or may be written anew by them.
_OF_THE_WRITER = re.compile(rb"^(message-id|date|from):(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADER = b"\n\n"
MOST_HEADER = 65_536


def fingerprint_of(raw: bytes) -> str:
    """Return the SHA-256 over Message-ID, Date, From and the body, whatever the line ends; of no real mail, over all of it."""
    header, blank, body = raw.replace(b"\r\n", b"\n").partition(_END_OF_HEADER)
    if not blank or not _OF_THE_WRITER.search(header[:MOST_HEADER]):
        return hashlib.sha256(raw).hexdigest()
    named = {name.lower(): b"".join(value.split()) for name, value in _OF_THE_WRITER.findall(header[:MOST_HEADER])}
    lines = [b"%s:%s" % item for item in sorted(named.items())]
    return hashlib.sha256(b"\n".join([*lines, b"", body.rstrip(b"\n")])).hexdigest()
