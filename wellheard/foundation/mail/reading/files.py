"""What strangers call their files, made safe: a name to store and to offer for saving, nothing else."""

import mimetypes
import re

from wellheard.foundation.mail.reading import limits
from wellheard.foundation.text.clean import clean_line

# Not allowed in a name on one system or another, or read as a place.
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f]')
_LONGEST_ENDING = 20
_ENDINGS = {"message/rfc822": ".eml", "message/global": ".eml", "text/calendar": ".ics", "application/ms-tnef": ".dat"}


def safe_name(name: str, *, media_type: str, number: int) -> str:
    """Return the last part of a path, on one line, shortened before its ending; made up where there is none."""
    last = clean_line(name.replace("\\", "/")).rsplit("/", 1)[-1]
    plain = _UNSAFE.sub("_", last).strip(". ")
    if not plain:
        ending = _ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or ""
        return f"attachment-{number}{ending}"
    if len(plain) <= limits.MOST_FILENAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return plain[: limits.MOST_FILENAME]
    return stem[: limits.MOST_FILENAME - len(ending) - 1] + dot + ending


def each_its_own(names: list[str]) -> list[str]:
    """Number the names that come twice: report.pdf, report (2).pdf."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    result = []
    for name in names:
        free = name
        stem, dot, ending = name.rpartition(".")
        while free.casefold() in taken:
            counts[name] = counts.get(name, 1) + 1
            free = f"{stem} ({counts[name]}){dot}{ending}" if dot else f"{name} ({counts[name]})"
        taken.add(free.casefold())
        result.append(free)
    return result
