"""Cleaning by an allow-list, and what is switched in cleaned HTML afterwards."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from html import escape, unescape

import nh3

from wellheard.foundation.mail.cleaning.styles import harmless_style
from wellheard.foundation.mail.folding.marks import ELEMENT, kind_of
from wellheard.foundation.mail.folding.plain import text_of_html
from wellheard.foundation.mail.folding.tags import Tag

# Longer or deeper HTML is shown as plain words: cleaning it would take more than its size's share of time.
MOST_HTML, MOST_DEPTH = 1_000_000, 500
_LONGEST_ADDRESS, _LONGEST_PICTURE, _LONGEST_VALUE = 4_000, 200_000, 300

_TAGS = {
    *(
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
    ),
    *(
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
    ),
    *(
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "main",
        "mark",
        "ol",
    ),
    *(
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
    ),
    *("sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr"),
}
# Gone with all that stands in them.
_GONE = {
    *(
        "script",
        "style",
        "title",
        "textarea",
        "select",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "template",
    ),
    *("xmp", "noembed", "noframes", "frameset", "audio", "video", "canvas"),
}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "class"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border"},
    "table": {"width", "border", "cellpadding", "cellspacing", "align", "bgcolor"},
    "td": {"width", "height", "align", "valign", "colspan", "rowspan", "bgcolor"},
    "th": {"width", "height", "align", "valign", "colspan", "rowspan", "bgcolor", "scope"},
    "tr": {"align", "valign", "bgcolor"},
    "col": {"width", "span"},
    "colgroup": {"width", "span"},
    "font": {"color", "size", "face"},
    "div": {"align"},
    "p": {"align"},
    "h1": {"align"},
    "h2": {"align"},
    "h3": {"align"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    "bdo": {"dir"},
    "hr": {"width", "size", "align"},
    "time": {"datetime"},
}
_LINKED = ("http://", "https://", "mailto:", "tel:")
_FETCHED = ("http://", "https://", "//")
_DRAWN = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,")
# <ann@example.org> and <https://example.org> were meant to be read; a parser takes them for tags and drops them.
_WORDY = re.compile(r"<(?=[^\s<>\"'=/@]{1,64}@[^\s<>\"'=@]{1,255}>|https?://)")
_OPENED = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
# Without an end tag, or closed by the next of their kind.
_NOT_DEEP = {
    "br",
    "img",
    "hr",
    "input",
    "meta",
    "link",
    "wbr",
    "col",
    "base",
    "area",
    "p",
    "li",
    "tr",
    "td",
    "th",
    "dt",
    "dd",
}
_REMOTE, _ATTACHED = 'src="remote:', re.compile(r'src="cid:([^"]{1,400})"')


def clean_html(html: str, *, addresses: Mapping[str, str] | None = None) -> str:
    """Return a mail's HTML without anything that runs, loads, moves or covers. Never raises.

    `addresses` are those of the pictures that came along, by their content id; they may be told later.
    """
    if len(html) > MOST_HTML or _is_too_deep(html):
        return f"<pre>{escape(text_of_html(html))}</pre>"
    cleaned = _cleaner().clean(_WORDY.sub("&lt;", html))
    return with_attached_images(cleaned, addresses) if addresses else cleaned


def remote_image_count(cleaned: str) -> int:
    """Return how many pictures were not fetched."""
    return cleaned.count(_REMOTE)


def with_remote_images(cleaned: str) -> str:
    """Return cleaned HTML with the pictures from elsewhere in it: for whoever asked for them."""
    return cleaned.replace(_REMOTE, 'src="')


def with_attached_images(cleaned: str, addresses: Mapping[str, str]) -> str:
    """Return cleaned HTML with the pictures that came along, as far as their addresses are known."""

    def address(match: re.Match[str]) -> str:
        known = addresses.get(unescape(match.group(1)))
        return f'src="{escape(known)}"' if known else match.group()

    return _ATTACHED.sub(address, cleaned)


def _is_too_deep(html: str) -> bool:
    """Tell HTML whose elements lie more than MOST_DEPTH deep in each other."""
    opened: Counter[str] = Counter()
    depth = 0
    for match in _OPENED.finditer(html):
        name = match.group(2).lower()
        if name in _NOT_DEEP:
            continue
        if not match.group(1):
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > MOST_DEPTH:
            return True
    return False


def _filtered(tag: str, name: str, value: str) -> str | None:
    """Return what an attribute may say; None drops it."""
    if name == "style":
        return harmless_style(value) or None
    if name == "class":
        return "quoted" if kind_of(Tag(tag, attributes={"class": value})) == ELEMENT else None
    if name == "href":
        return value if value.lower().startswith(_LINKED) and len(value) <= _LONGEST_ADDRESS else None
    if name == "src":
        return _picture(value)
    return value if len(value) <= _LONGEST_VALUE else None


def _picture(address: str) -> str | None:
    address = address.strip()
    start = address[:30].lower()
    if start.startswith(_FETCHED) and len(address) <= _LONGEST_ADDRESS:
        return f"remote:{'https:' if start.startswith('//') else ''}{address}"
    if start.startswith("cid:") and len(address) <= _LONGEST_VALUE:
        return f"cid:{address[4:].strip('<>')}"
    return address if start.startswith(_DRAWN) and len(address) <= _LONGEST_PICTURE else None


@cache
def _cleaner() -> nh3.Cleaner:
    """Made when first needed: it takes memory that pages have no use for."""
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    )
