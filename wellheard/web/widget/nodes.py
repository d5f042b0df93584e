"""Texts of ours as trees that a script builds without ever reading HTML: a strict page forbids that, and nothing can slip in."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core import signing

from wellheard.workspace.installation import portal_address

_TAGS = "p h2 h3 h4 ul ol li a strong b em i code pre blockquote br hr img table thead tbody tr th td"
TAGS = frozenset(_TAGS.split())
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "s": "i", "del": "i"}
_ALONE = frozenset({"br", "hr", "img"})
_SCHEMES = frozenset({"https", "http", "mailto"})
_DEEPEST = 30
_OWN_PICTURES = "/portal/help/pictures/"
PICTURE_SALT = "wellheard.widget.picture"

Node = str | list[Any]


def nodes_of(html: str) -> list[Node]:
    """Return HTML of our own making as nodes: texts, and lists of a tag, its attributes and what is inside."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.top


def picture_address(kind: str, picture_id: int, file: str) -> str:
    """Return an address at which a picture can be looked at for a day: a page's <img> sends no headers."""
    token = signing.dumps([kind, picture_id], salt=PICTURE_SALT, compress=True)
    return portal_address(f"/widget/v1/pictures/{token}/{file.rpartition('/')[2]}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: list[Node] = []
        self._open: list[list[Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _RENAMED.get(tag, tag)
        if name not in TAGS or len(self._open) >= _DEEPEST:
            return
        node: list[Any] = [name, _kept(name, {key: value or "" for key, value in attrs})]
        self._put(node)
        if name not in _ALONE:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        name = _RENAMED.get(tag, tag)
        if any(node[0] == name for node in self._open):
            while self._open and self._open.pop()[0] != name:
                pass

    def handle_data(self, data: str) -> None:
        if self._open or data.strip():
            self._put(data)

    def _put(self, node: Node) -> None:
        (self._open[-1] if self._open else self.top).append(node)


def _kept(tag: str, said: dict[str, str]) -> dict[str, str]:
    if tag == "a":
        address = urljoin(portal_address("/"), said.get("href", ""))
        return {"href": address} if urlsplit(address).scheme in _SCHEMES else {}
    if tag == "img":
        kept = {name: said[name] for name in ("alt", "width", "height") if said.get(name)}
        return kept | {"src": _picture(said.get("src", ""))}
    return {}


def _picture(source: str) -> str:
    if source.startswith(_OWN_PICTURES):
        number, _slash, name = source.removeprefix(_OWN_PICTURES).partition("/")
        return picture_address("article", int(number), name)
    return urljoin(portal_address("/"), source)
