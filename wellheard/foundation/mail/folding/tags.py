"""Strangers' HTML as a flat row of words and tags, each character looked at a bounded number of times.

Python's own parser takes quadratic time for some broken markup and drops `<ann@example.org>` as a tag nobody knows; here that is
words, as its writer meant it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:_-]{0,40})")
_ATTRIBUTE = re.compile(r"([^\s=>/\"'<]{1,60})\s{0,20}(?:=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']{1,4000})))?")
# A quoted value begins behind an equals sign.
_OPENING = re.compile(r"=\s{0,5}[\"']")
# Their content is not words.
_RAW = {
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "noembed",
    "noframes",
    "iframe",
    "object",
    "svg",
    "math",
    "template",
}
_LONGEST_ATTRIBUTES = 20_000


@dataclass(frozen=True)
class Tag:
    """One tag, its name in lower case; an end tag has no attributes."""

    name: str
    is_end: bool = False
    attributes: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Search:
    """Finds text in one document, and remembers what is not there any more: asking again would cost the whole rest."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._absent: set[str] = set()

    def find(self, needle: str, at: int) -> int:
        if needle in self._absent:
            return -1
        found = self.html.find(needle, at)
        if found < 0:
            self._absent.add(needle)
        return found

    def end_of_raw(self, name: str, at: int) -> int:
        """Return where the end tag of this element begins; -1 when there is none."""
        if name in self._absent:
            return -1
        found = re.compile(f"</{name}", re.IGNORECASE).search(self.html, at)
        if found is None:
            self._absent.add(name)
            return -1
        return found.start()


def pieces_of(html: str) -> Iterator[str | Tag]:
    """Yield words (entities undone) and tags in their order. Never raises."""
    search = _Search(html)
    at = 0
    while (begin := html.find("<", at)) >= 0:
        if at < begin:
            yield unescape(html[at:begin])
        end, tag = _markup(search, begin)
        if end <= begin:
            yield "<"
            at = begin + 1
            continue
        at = end
        if tag:
            yield tag
            if tag.name in _RAW and not tag.is_end:
                at = max(at, search.end_of_raw(tag.name, at))
    if html[at:]:
        yield unescape(html[at:])


def _markup(search: _Search, begin: int) -> tuple[int, Tag | None]:
    """Return where the markup that begins here ends, and its tag; the beginning itself when it is no markup."""
    html = search.html
    following = html[begin + 1 : begin + 2]
    if following in {"!", "?"}:
        return _comment_end(search, begin), None
    match = _NAME.match(html, begin + 1)
    if match is None:
        return begin, None
    after = html[match.end() : match.end() + 1]
    # <ann@example.org> and <https://example.org> were meant to be read.
    if after not in {"", ">", "/", " ", "\t", "\n", "\r", "\f"} or html.startswith("//", match.end()):
        return begin, None
    end = _tag_end(search, match.end())
    if end < 0:
        return begin, None
    name = match.group(1).lower()
    if following == "/":
        return end, Tag(name, is_end=True)
    return end, Tag(name, attributes=_attributes(html[match.end() : min(end - 1, match.end() + _LONGEST_ATTRIBUTES)]))


def _comment_end(search: _Search, begin: int) -> int:
    if search.html.startswith("<!--", begin):
        end = search.find("-->", begin + 4)
        # <!--> is an empty comment; one that nobody closed hides all that follows, as in a browser.
        return end + 3 if end >= 0 else len(search.html)
    end = search.find(">", begin)
    return end + 1 if end >= 0 else len(search.html)


def _tag_end(search: _Search, at: int) -> int:
    """Return the place behind the > that ends a tag; those in quotes do not count."""
    end = -1
    while True:
        # Looked for again only when a quoted value reached beyond it.
        end = end if end >= at else search.find(">", at)
        if end < 0:
            return -1
        quote = _OPENING.search(search.html, at, end)
        if quote is None:
            return end + 1
        closing = search.find(search.html[quote.end() - 1], quote.end())
        if closing < 0:
            return end + 1
        at = closing + 1


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if "=" not in text and not text.strip():
        return found
    for match in _ATTRIBUTE.finditer(text):
        name, double, single, bare = match.groups()
        found.setdefault(name.lower(), unescape(double or single or bare or ""))
    return found
