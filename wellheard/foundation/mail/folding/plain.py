"""What a person reads in HTML, as plain words: paragraphs, lists, tables, links, quotes; and which of it mail programs marked
as quoted, in one pass.
"""

import re
from dataclasses import dataclass, field

from wellheard.foundation.mail.folding import marks
from wellheard.foundation.mail.folding.tags import Tag, pieces_of

MOST_HTML = 5_000_000
_PARAGRAPHS = {"p", "ul", "ol", "table", "blockquote", "pre", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "fieldset"}
_LINES = {
    "div",
    "tr",
    "li",
    "section",
    "article",
    "header",
    "footer",
    "center",
    "address",
    "dt",
    "dd",
    "body",
    "form",
    "title",
}
_EMPTY = {"br", "img", "hr", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track", "param"}
_SILENT = {"head", "script", "style", "title", "template", "select", "noscript"}
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f]")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u2007\u202f]+")
_HIDDEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden|mso-hide\s?:\s?all", re.IGNORECASE)
_MOST_QUOTES, _LONGEST_LINK, _MOST_OPEN = 8, 300, 400


@dataclass(frozen=True)
class PlainText:
    """The words, and the ranges of them that a mail program marked as quoted history or signature."""

    text: str
    folds: tuple[tuple[int, int], ...] = ()


@dataclass
class _Element:
    name: str
    is_folded: bool = False
    is_hidden: bool = False
    is_quote: bool = False
    link: str = ""
    begin: int = 0
    # -1: a list with bullets, or none at all.
    number: int = -1


@dataclass
class _Writer:
    """Writes the words while the tags go by; whitespace is owed until the next word comes."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    owed_lines: int = 0
    owes_space: bool = False
    open: list[_Element] = field(default_factory=list)
    folds: list[tuple[int, int]] = field(default_factory=list)
    folding: int = 0
    hiding: int = 0
    quoting: int = 0
    preformatted: int = 0
    fold_begin: int = 0
    # All that follows is quoted: some programs mark only where the history begins.
    folds_rest: bool = False

    def put(self, text: str) -> None:
        """Write a stretch without line breaks."""
        if not self.pieces:
            gap = self._quote_mark()
        elif self.owed_lines:
            mark = self._quote_mark()
            gap = ("\n" + mark.rstrip()) * (self.owed_lines - 1) + "\n" + mark
        else:
            gap = " " if self.owes_space else ""
        self.owed_lines, self.owes_space = 0, False
        self.pieces.append(gap + text)
        self.length += len(gap) + len(text)

    def _quote_mark(self) -> str:
        return "> " * min(self.quoting, _MOST_QUOTES)

    def owe_lines(self, count: int) -> None:
        self.owed_lines = max(self.owed_lines, count)

    def words(self, text: str) -> None:
        if self.hiding:
            return
        text = _INVISIBLE.sub("", text)
        if self.preformatted:
            self._preformatted(text)
            return
        collapsed = _SPACES.sub(" ", text)
        if collapsed in {"", " "}:
            self.owes_space = self.owes_space or bool(collapsed)
            return
        self.owes_space = self.owes_space or collapsed[0] == " "
        self.put(collapsed.strip(" "))
        self.owes_space = collapsed[-1] == " "

    def _preformatted(self, text: str) -> None:
        first, *more = text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n")
        if first:
            self.put(first)
        for line in more:
            self.owed_lines += 1
            if line:
                self.put(line)

    def begin_fold(self) -> None:
        if not self.folding and not self.folds_rest:
            self.fold_begin = self.length
        self.folding += 1

    def end_fold(self) -> None:
        self.folding -= 1
        if not self.folding and not self.folds_rest and self.fold_begin < self.length:
            self.folds.append((self.fold_begin, self.length))

    def fold_rest(self) -> None:
        if not self.folds_rest and not self.folding:
            self.fold_begin = self.length
        self.folds_rest = True

    def finish(self) -> PlainText:
        if (self.folds_rest or self.folding) and self.fold_begin < self.length:
            self.folds.append((self.fold_begin, self.length))
        return PlainText("".join(self.pieces), tuple(self.folds))


def text_of_html(html: str) -> str:
    """Return the words of an HTML mail as plain text; in time that grows as the HTML does. Never raises."""
    return plain_of_html(html).text


def plain_of_html(html: str) -> PlainText:
    """Return the words, and which of them a mail program marked as quoted or signature."""
    writer = _Writer()
    for piece in pieces_of(html[:MOST_HTML]):
        if isinstance(piece, str):
            writer.words(piece)
        elif piece.is_end:
            _close(writer, piece.name)
        else:
            _begin(writer, piece)
    return writer.finish()


def _begin(writer: _Writer, tag: Tag) -> None:
    kind = marks.kind_of(tag)
    if kind == marks.REST:
        writer.fold_rest()
    if tag.name in _EMPTY:
        _put_empty(writer, tag)
        return
    if tag.name in {"p", "li", "td", "tr", "th"}:
        _close_implied(writer, tag.name)
    _break_before(writer, tag.name)
    if len(writer.open) >= _MOST_OPEN:
        return
    element = _Element(
        tag.name,
        is_folded=kind == marks.ELEMENT,
        is_hidden=tag.name in _SILENT or bool(_HIDDEN.search(tag.get("style")[:500])),
        is_quote=tag.name == "blockquote",
        link=_link(tag),
        begin=writer.length,
        number=int(tag.name == "ol") - 1,
    )
    writer.open.append(element)
    _enter(writer, element)


def _enter(writer: _Writer, element: _Element) -> None:
    if element.is_folded:
        writer.begin_fold()
    writer.hiding += element.is_hidden
    writer.quoting += element.is_quote
    writer.preformatted += element.name == "pre"
    if element.name == "li" and not writer.hiding:
        writer.put(_bullet(writer))
        writer.owes_space = True


def _leave(writer: _Writer, element: _Element) -> None:
    if element.link and not writer.hiding:
        _put_link(writer, element)
    if element.is_folded:
        writer.end_fold()
    writer.hiding -= element.is_hidden
    writer.quoting -= element.is_quote
    writer.preformatted -= element.name == "pre"
    _break_before(writer, element.name)


def _break_before(writer: _Writer, name: str) -> None:
    if name in _PARAGRAPHS:
        writer.owe_lines(2)
    elif name in _LINES:
        writer.owe_lines(1)
    elif name in {"td", "th"} and not writer.owed_lines and writer.pieces:
        writer.owes_space = True


def _close(writer: _Writer, name: str) -> None:
    """Close the innermost element of this name and what was left open inside it; an end tag of nothing does nothing."""
    if name == "p" and not any(element.name == "p" for element in writer.open[-20:]):
        writer.owe_lines(2)
        return
    if not any(element.name == name for element in writer.open):
        return
    while writer.open:
        element = writer.open.pop()
        _leave(writer, element)
        if element.name == name:
            return


def _close_implied(writer: _Writer, name: str) -> None:
    """Close a paragraph, row or item that was left open by the one before it."""
    if writer.open and writer.open[-1].name == name:
        _leave(writer, writer.open.pop())


def _put_empty(writer: _Writer, tag: Tag) -> None:
    if writer.hiding:
        return
    if tag.name == "br":
        writer.owed_lines = min(writer.owed_lines + 1, 3)
    elif tag.name == "hr":
        writer.owe_lines(2)
        writer.put("---")
        writer.owe_lines(1)
    elif tag.name == "img" and (words := _SPACES.sub(" ", tag.get("alt")[:200]).strip()):
        writer.words(f"[{words}]")


def _bullet(writer: _Writer) -> str:
    parent = next((element for element in reversed(writer.open[-21:-1]) if element.name in {"ul", "ol"}), None)
    if parent is None or parent.number < 0:
        return "-"
    parent.number += 1
    return f"{parent.number}."


def _link(tag: Tag) -> str:
    address = tag.get("href").strip() if tag.name == "a" else ""
    return address if address.startswith(("http://", "https://")) and len(address) <= _LONGEST_LINK else ""


def _put_link(writer: _Writer, element: _Element) -> None:
    """Write a link's address behind its words, unless the words say it already."""
    if writer.length == element.begin:
        return
    words = "".join(_last(writer.pieces, writer.length - element.begin)).strip()
    bare = element.link.split("://", 1)[1].rstrip("/")
    if bare.removeprefix("www.") not in words:
        writer.put(f" ({element.link})" if not writer.owed_lines else f"({element.link})")


def _last(pieces: list[str], length: int) -> list[str]:
    """Return the last pieces that hold this many characters, a bounded number of them."""
    found: list[str] = []
    while length > 0 and len(found) < min(len(pieces), 20):
        found.append(pieces[-1 - len(found)])
        length -= len(found[-1])
    return found[::-1]
