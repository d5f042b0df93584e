"""Read JSON objects one by one from files of any size: one a line, in a list, in lists by name, or in a ZIP of such files."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from json.decoder import JSONDecoder
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import MOST_LINE_CHARACTERS, Broken

Object = dict[str, Any]

_CHUNK = 1 << 16
_MOST_MEMBERS = 10_000
_MOST_UNPACKED = 10_000_000_000
_ENDINGS = (".json", ".jsonl", ".ndjson")
_BLANKS = " \t\r\n,\ufeff"
_decoder = JSONDecoder()


@dataclass(frozen=True)
class Found:
    """One object: the list it stands in ("" where it stands alone), its number in the file, and itself or why not."""

    place: str
    number: int
    value: Object | Broken


def objects_of(path: Path) -> Iterator[Found]:
    """Yield each object of a file. Raises FileError for what is no JSON at all."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from _in_file(file, "", 0)
        return
    number = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in _members(archive):
                stem = PurePosixPath(member.filename).stem.lower()
                with archive.open(member) as raw:
                    text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
                    for found in _in_file(text, stem, number):
                        number = found.number
                        yield found
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError) as problem:
        raise FileError(_("The archive is damaged or locked; export it again.")) from problem


def is_json_archive(path: Path) -> bool:
    """Tell whether a ZIP holds JSON and is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_members(archive)) and "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, FileError):
        return False


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [one for one in archive.infolist() if one.filename.lower().endswith(_ENDINGS)]
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > _MOST_UNPACKED:
        raise FileError(_("The archive is larger than 10 GB when unpacked; import its files one by one."))
    return members


def _in_file(file: IO[str], place: str, number: int) -> Iterator[Found]:
    reader = _Reader(file)
    while (sign := reader.peek()) is not None:
        if sign == "[":
            for found in _in_list(reader, place, number):
                number = found.number
                yield found
            continue
        if sign == "{" and reader.is_long_object():
            for found in _in_lists(reader, number):
                number = found.number
                yield found
            continue
        number += 1
        value = reader.value()
        yield Found(place, number, value if isinstance(value, dict) else _broken(reader, number))


def _in_list(reader: "_Reader", place: str, number: int) -> Iterator[Found]:
    """Yield the objects of a list; what is none is broken."""
    reader.take("[")
    while (sign := reader.peek()) not in {"]", None}:
        value = reader.value()
        if isinstance(value, dict) or reader.is_lost:
            number += 1
            yield Found(place, number, value if isinstance(value, dict) else _broken(reader, number))
    if sign is None:
        raise FileError(_("The file breaks off in the middle of a list; export it again."))
    reader.take("]")


def _in_lists(reader: "_Reader", number: int) -> Iterator[Found]:
    """Yield the objects of an object's lists, each with the list's name."""
    reader.take("{")
    while (sign := reader.peek()) == '"':
        name = str(reader.value())
        reader.take(":")
        if reader.peek() == "[":
            for found in _in_list(reader, name.lower(), number):
                number = found.number
                yield found
        elif reader.value() is None and reader.is_lost:
            raise FileError(_("The file is not whole JSON; export it again."))
    if sign != "}":
        raise FileError(_("The file is not whole JSON; export it again."))
    reader.take("}")


def _broken(reader: "_Reader", number: int) -> Broken:
    reader.skip_line()
    return Broken(number, _("It is not a JSON object, or larger than 10 MB."))


class _Reader:
    """Values of JSON from a stream, with no more of it in memory than the value in hand."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._is_over = False
        self._ahead: tuple[Any, int | None] | None = None
        self.is_lost = False

    def peek(self) -> str | None:
        """Return the next sign that is no blank; None at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read():
                return None

    def take(self, sign: str) -> None:
        """Go past a sign. Raises FileError where another stands."""
        if self.peek() != sign:
            raise FileError(_("The file is not whole JSON; export it again."))
        self._at += 1

    def value(self) -> Any:
        """Return the next whole value; None, with `is_lost`, where there is none that can be read."""
        value, end = self._ahead or self._whole()
        self._ahead = None
        self.is_lost = end is None
        if end is not None:
            self._at = end
        return value

    def is_long_object(self) -> bool:
        """Tell whether the object that begins here is too long to be one conversation: a page of many."""
        self._ahead = self._whole()
        is_long = self._ahead[1] is None and len(self._text) - self._at > MOST_LINE_CHARACTERS
        if is_long:
            self._ahead = None
        return is_long

    def _whole(self) -> tuple[Any, int | None]:
        """Return the value that begins here and where it ends, without going past it."""
        self.peek()
        while True:
            try:
                return _decoder.raw_decode(self._text, self._at)
            except RecursionError:
                return None, None
            except JSONDecodeError as problem:
                is_long = len(self._text) - self._at > MOST_LINE_CHARACTERS
                if is_long or not self._may_go_on(problem) or not self._read_more():
                    return None, None

    def skip_line(self) -> None:
        """Go on with the next line."""
        while (end := self._text.find("\n", self._at)) < 0:
            self._at = len(self._text)
            if not self._read():
                return
        self._at = end + 1

    def _may_go_on(self, problem: JSONDecodeError) -> bool:
        """Tell whether more of the file may make a whole value of it: what is wrong is at the end of what was read."""
        at_end = len(self._text) - problem.pos < 20  # noqa: PLR2004 - a number, a word or an escape may be cut there
        return at_end or "Unterminated" in problem.msg

    def _read_more(self) -> bool:
        """Read as much again as is in hand, so that long values are not tried too often."""
        in_hand = len(self._text) - self._at
        return self._read(max(1, min(max(_CHUNK, in_hand), MOST_LINE_CHARACTERS + 1 - in_hand)))

    def _read(self, wanted: int = _CHUNK) -> bool:
        more = self._file.read(wanted) if not self._is_over else ""
        self._is_over = not more
        if more:
            self._text, self._at = self._text[self._at :] + more, 0
        return bool(more)
