"""Release notes as they are shown: Markdown (CommonMark), in which HTML stays visible text and links lend nobody our name."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# A release's own title is a heading of the second order; those within its notes stand below it.
_DEEPER, _DEEPEST = 2, 6
_REL = "nofollow noopener"


def rendered(text: str) -> SafeString:
    """Return notes as HTML of our own making; addresses become links also where nobody marked them."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_DEEPEST, int(token.tag[1]) + _DEEPER)}"
    html = str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
    return mark_safe(html)  # noqa: S308 - HTML is off, text is escaped


def _text(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Write text; an address becomes a link unless it stands inside one."""
    opened = sum({"link_open": 1, "link_close": -1}.get(token.type, 0) for token in tokens[:index])
    words = escape(tokens[index].content)
    return words if opened else urlize(words, nofollow=True).replace('rel="nofollow"', f'rel="{_REL}"')


def _link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("rel", _REL)
    return str(renderer.renderToken(tokens, index, options, env))


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("image")
_MARKDOWN.add_render_rule("text", _text)
_MARKDOWN.add_render_rule("link_open", _link)
