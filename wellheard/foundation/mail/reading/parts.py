"""The tree of a mail's parts (RFC 2046), cut out of its bytes with limits on depth and number.

Ours instead of Python's: that one calls itself for each level and looks for each boundary in each line, so that 60 kB of nested
mails stop it and a deep mail takes minutes. This one looks for a boundary as fast as bytes can be searched, in each level once.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wellheard.foundation.mail.reading import limits
from wellheard.foundation.mail.reading.fields import Fields, fields_of, from_base64
from wellheard.foundation.mail.reading.shape import Problem

# Atomic: or a single CRLF would pass for two line ends.
_BLANK_LINE = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")
_FIELD_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_LIKE_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,200})\r?\n(?:[A-Za-z-]{1,50}:|\r?\n)", re.MULTILINE)
_LEADING = re.compile(rb"[ \t\r\n]*")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+*-]{1,80}")
_LINE_ENDS, _AFTER_BOUNDARY = b"\r\n", {b"", b"\r", b"\n", b" ", b"\t", b"-"}
_LONGEST_BOUNDARY, _LONGEST_BOUNDARY_LINE, _LONGEST_PREAMBLE, _MOST_FORGOTTEN = 250, 1000, 2000, 1000
_PLAIN_ENCODINGS = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "plain", "text", "unknown"}
_QUOTED = {"quoted-printable", "quoted printable", "quotedprintable", "quoted_printable", "qp", "q"}
_UUENCODED = {"x-uuencode", "uuencode", "x-uue", "uue"}


@dataclass(frozen=True)
class Window:
    """A stretch of bytes that is not copied: a deep mail would be copied once for each level."""

    source: bytes
    begin: int
    end: int

    @property
    def data(self) -> bytes:
        return self.source[self.begin : self.end]

    def part(self, begin: int, end: int) -> "Window":
        return Window(self.source, begin, max(begin, end))


@dataclass
class Part:
    """One part: its headers, its content still encoded, what it holds (a mail holds one: itself)."""

    fields: Fields
    window: Window
    media_type: str
    parameters: dict[str, str]
    children: list["Part"] = field(default_factory=list)

    @property
    def disposition(self) -> str:
        return self.fields.token("content-disposition")

    @property
    def main_type(self) -> str:
        return self.media_type.split("/", 1)[0]

    @property
    def encoding(self) -> str:
        return self.fields.token("content-transfer-encoding").strip("\"' ")


@dataclass
class Splitting:
    """One mail being split: how many parts there were, what was odd."""

    problems: dict[Problem, None] = field(default_factory=dict)
    parts: int = 0

    def note(self, problem: Problem) -> None:
        self.problems.setdefault(problem)

    def part_of(self, window: Window, depth: int = 0, default: str = "text/plain") -> Part:
        """Return the part these bytes are, with all it holds."""
        self.parts += 1
        head, content = _head_and_content(window)
        fields = fields_of(head.data)
        if fields.was_cut:
            self.note(Problem.HEADERS_CUT)
        media_type = fields.token("content-type")
        known = _MEDIA_TYPE.fullmatch(media_type)
        part = Part(fields, content, media_type if known else default, fields.parameters("content-type"))
        if part.main_type == "multipart":
            self._split(part, depth)
        elif part.media_type in {"message/rfc822", "message/global"}:
            self._add(part, self._decoded(part), depth, "text/plain")
        return part

    def content_of(self, part: Part) -> bytes:
        """Return a part's content with its transfer encoding undone."""
        encoding = part.encoding
        if encoding == "base64":
            return from_base64(part.window.data)
        if encoding in _QUOTED:
            return binascii.a2b_qp(part.window.data)
        if encoding in _UUENCODED:
            return uudecoded(part.window.data)
        if encoding not in _PLAIN_ENCODINGS:
            self.note(Problem.ENCODING_UNKNOWN)
        return part.window.data

    def _decoded(self, part: Part) -> Window:
        """Return what a part holds. Its encoding should be a plain one (RFC 2045 6.4); some write base64 and mean it."""
        if part.encoding != "base64" and part.encoding not in _QUOTED:
            return part.window
        if _FIELD_LINE.match(part.window.data[:200].lstrip()) or b"\n--" in part.window.data[:2000]:
            return part.window
        data = self.content_of(part)
        return Window(data, 0, len(data))

    def _add(self, part: Part, window: Window, depth: int, default: str) -> None:
        if depth >= limits.MOST_DEPTH:
            self.note(Problem.TOO_DEEP)
        elif self.parts >= limits.MOST_PARTS:
            self.note(Problem.TOO_MANY_PARTS)
        else:
            part.children.append(self.part_of(window, depth + 1, default))

    def _split(self, part: Part, depth: int) -> None:
        boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")[:_LONGEST_BOUNDARY].rstrip()
        content = self._decoded(part)
        pieces = list(self._pieces(content, boundary))
        if not pieces:
            self.note(Problem.BOUNDARY_MISSING)
            pieces = list(self._pieces(content, _first_boundary(content)))
        default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        for piece in pieces:
            self._add(part, piece, depth, default)

    def _pieces(self, content: Window, boundary: bytes) -> Iterator[Window]:
        """Yield what stands between the lines of this boundary; what was not ended reaches to the end."""
        begin, count = -1, 0
        for line_begin, line_end, is_last in _boundary_lines(content, boundary):
            if begin >= 0:
                yield content.part(begin, _before_line_end(content.source, begin, line_begin))
                count += 1
            begin = line_end
            # One more than may be, so that it is noted.
            if is_last or count > limits.MOST_PARTS:
                return
        if begin >= 0:
            self.note(Problem.BOUNDARY_UNTERMINATED)
            if content.part(begin, content.end).data.strip():
                yield content.part(begin, content.end)


def _head_and_content(window: Window) -> tuple[Window, Window]:
    source, end = window.source, window.end
    begin = _after_envelope(window)
    # A part may begin with its blank line: it has no headers.
    if source[begin : begin + 1] in {b"\n", b"\r"}:
        return window.part(begin, begin), window.part(begin + (2 if source[begin : begin + 2] == b"\r\n" else 1), end)
    if not _FIELD_LINE.match(source, begin, end):
        return window.part(begin, begin), window.part(begin, end)
    blank = _BLANK_LINE.search(source, begin, end)
    head_end, content_begin = (blank.start(), blank.end()) if blank else (end, end)
    words = _first_words(source, begin, head_end)
    return window.part(begin, words), window.part(words if words < head_end else content_begin, end)


def _first_words(source: bytes, begin: int, end: int) -> int:
    """Return where words begin behind the last header, where somebody forgot the blank line; else where the headers end.

    A line that is no header between headers is one that was broken badly, and no words yet.
    """
    at = end
    for _line in range(_MOST_FORGOTTEN):
        line_begin = max(source.rfind(b"\n", begin, max(begin, at - 1)) + 1, begin)
        if line_begin == begin or source[line_begin : line_begin + 1] in {b" ", b"\t"}:
            return at
        if _FIELD_LINE.match(source, line_begin, end):
            return at
        at = line_begin
    return at


def _after_envelope(window: Window) -> int:
    """Pass over blank lines and `From ann@example.org Mon ...` with which mailbox files and pipes begin a mail."""
    if window.begin:
        return window.begin
    begin = _LEADING.match(window.source).end()  # type: ignore[union-attr]
    if window.source[begin : begin + 5] in {b"From ", b">From"} and window.source[begin : begin + 6] != b"From :":
        end = window.source.find(b"\n", begin)
        return end + 1 if end >= 0 else window.end
    return min(begin, window.end)


def _boundary_lines(content: Window, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield where each line of this boundary begins and ends, and whether it closes."""
    if not boundary:
        return
    mark = b"--" + boundary
    source = content.source
    at = source.find(mark, content.begin, content.end)
    while at >= 0:
        after = at + len(mark)
        is_line = at == content.begin or source[at - 1] in _LINE_ENDS
        if is_line and source[after : after + 1] in _AFTER_BOUNDARY:
            line_end = _line_end(source, after, content.end)
            tail = source[after : min(line_end, after + 80)].strip()
            if tail in {b"", b"--"}:
                yield at, line_end, tail == b"--"
        at = source.find(mark, after, content.end)


def _line_end(source: bytes, at: int, end: int) -> int:
    most = min(end, at + _LONGEST_BOUNDARY_LINE)
    found = source.find(b"\n", at, most)
    if found < 0:
        found = source.find(b"\r", at, most)
    return found + 1 if found >= 0 else most


def _before_line_end(source: bytes, begin: int, end: int) -> int:
    """Return where a piece ends: the line end before a boundary belongs to the boundary (RFC 2046 5.1.1)."""
    if source[max(begin, end - 2) : end] == b"\r\n":
        return end - 2
    return end - 1 if end > begin and source[end - 1] in _LINE_ENDS else end


def _first_boundary(content: Window) -> bytes:
    """Return what looks like the boundary where the declared one is nowhere: the first line --x with headers or nothing below."""
    match = _LIKE_BOUNDARY.search(content.source[content.begin : min(content.end, content.begin + _LONGEST_PREAMBLE)])
    return match.group(1).rstrip() if match else b""


def uudecoded(content: bytes) -> bytes:
    """Decode uuencoded lines; those that are none are passed over."""
    pieces = []
    for line in content.splitlines():
        if line.startswith(b"begin ") or line.strip() in {b"end", b"`", b""}:
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some write longer lines than their first byte says; the count says how much is meant.
            usable = ((line[0] - 32) & 63) * 4 // 3 + 2
            pieces.append(_forgiving_uu(line[:usable]))
    return b"".join(pieces)


def _forgiving_uu(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""
