"""Make text from outside safe to store and show without changing what was said."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# PostgreSQL cannot store NUL; lone surrogates cannot be encoded; other control characters break terminals and mails.
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
# These turn the direction of the text around them: "invoice<U+202E>fdp.exe". Joiners stay, Persian and emoji need them.
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060-\u2064\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0]")


def storable(text: str) -> str:
    """Return a text as PostgreSQL takes it and otherwise as it came: without NUL and halves of surrogate pairs."""
    return _SURROGATES.sub("\ufffd", text).replace("\0", "")


def storable_json(value: Any) -> Any:
    """Return what was read from JSON with every text and every name in it as PostgreSQL takes it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): storable_json(inner) for name, inner in value.items()}
    return [storable_json(inner) for inner in value] if isinstance(value, list) else value


def clean_words(text: str) -> str:
    """Return what was said without what no screen can show; lines and joiners stay. Empty when nothing readable is left."""
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _DIRECTIONS.sub("", _CONTROLS.sub("", text)).strip()
    return text if _INVISIBLE.sub("", text).strip() else ""


def clean_line(text: str) -> str:
    """Return a name or title: one line, single spaces, nothing invisible."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", clean_words(text))).strip()


def each_once(texts: Iterable[str]) -> list[str]:
    """Return names or tags as lines, each once and as it was first written: Pilot and pilot are the same."""
    found: dict[str, str] = {}
    for text in texts:
        if line := clean_line(text):
            found.setdefault(line.casefold(), line)
    return list(found.values())


def clean_email(text: str) -> str:
    """Return an address in the one form we compare: NFKC, lower case, no spaces around."""
    return unicodedata.normalize("NFKC", clean_line(text)).lower()


def shorten(text: str, *, limit: int) -> str:
    """Return at most `limit` characters, cut at a word, with an ellipsis when something was left out."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit // 2 else head).rstrip(" ,;:.") + "…"
