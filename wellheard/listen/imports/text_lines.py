"""Read the lines of a text file in whatever encoding it was saved."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import MOST_LINE_CHARACTERS, Told

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
# So much of a file is looked at to tell an old encoding, and so sure one must be.
_SAMPLE = 256_000
_LATIN = "cp1252"
# What people choose from when letters came out wrong; every name is one that Python knows.
ENCODINGS = (
    "utf-8",
    "utf-16",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1257",
    "latin-1",
    "koi8-r",
)


def encoding_of(path: Path, told: Told) -> tuple[str, list[str]]:
    """Return how a file is encoded, with a note when it had to be guessed."""
    if told.encoding:
        return _known(told.encoding), []
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding, []
    if encoding := _utf16_without_mark(head):
        return encoding, []
    if _is_utf8(path):
        return "utf-8", []
    guessed = _guessed(path)
    return guessed, [
        _("The file is not UTF-8; it was read as %(encoding)s. Look whether accents and letters came out right.")
        % {"encoding": guessed}
    ]


def lines_of(path: Path, encoding: str) -> Iterator[tuple[int, str | None]]:
    """Yield each line with its number, without its end; None for a line that is too long to be one. Raises FileError."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        number = 0
        try:
            while line := file.readline(MOST_LINE_CHARACTERS):
                number += 1
                if len(line) < MOST_LINE_CHARACTERS or line.endswith("\n"):
                    yield number, line
                    continue
                while (rest := file.readline(MOST_LINE_CHARACTERS)) and not rest.endswith("\n"):
                    pass
                yield number, None
        except UnicodeError as problem:
            raise FileError(_("The file breaks off in the middle of its encoding; save it as UTF-8.")) from problem


def _known(encoding: str) -> str:
    if encoding.lower() not in ENCODINGS:
        raise FileError(
            _("There is no encoding %(name)s here; use one of %(names)s.")
            % {"name": encoding[:20], "names": ", ".join(ENCODINGS)}
        )
    # A mark at the beginning is no letter.
    return "utf-8-sig" if encoding.lower() == "utf-8" else encoding.lower()


def _guessed(path: Path) -> str:
    """Return the old encoding a file is probably in, by how its letters follow each other; Latin when nothing fits better."""
    # Heavy, and needed for few files.
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        sample = b"".join(line for line in file.read(_SAMPLE).splitlines(keepends=True) if not line.isascii())
    best = from_bytes(sample[:_SAMPLE], cp_isolation=list(ENCODINGS[2:])).best()
    return str(best.encoding) if best else _LATIN


def _utf16_without_mark(head: bytes) -> str:
    """Latin letters in UTF-16 have a zero byte beside each."""
    if len(head) < 4:  # noqa: PLR2004 - two characters say too little
        return ""
    zeros_even, zeros_odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if zeros_odd * 2 > half and not zeros_even:
        return "utf-16-le"
    return "utf-16-be" if zeros_even * 2 > half and not zeros_odd else ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
