"""Release notes and articles as they are shown: Markdown (CommonMark), in which HTML stays visible text.

Links lend nobody our name. Articles may have tables, and pictures of our own; any other picture is its description.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# A release's own title is a heading of the second order; those within its notes stand below it.
_DEEPER, _DEEPEST = 2, 6
_REL = "nofollow noopener"
# Pictures of articles alone: one from elsewhere would tell its owner who reads us.
_OWN_PICTURE = re.compile(r"/portal/help/pictures/\d{1,18}/[0-9a-f]{32}\.(?:png|jpg|webp)")


def rendered(text: str) -> SafeString:
    """Return notes as HTML of our own making; addresses become links also where nobody marked them."""
    return _html(_MARKDOWN, text, deeper=_DEEPER)


def rendered_article(text: str) -> SafeString:
    """Return an article as HTML of our own making; its headings stand right below its title."""
    return _html(_ARTICLES, text, deeper=1)


def _html(markdown: MarkdownIt, text: str, *, deeper: int) -> SafeString:
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_DEEPEST, int(token.tag[1]) + deeper)}"
    html = str(markdown.renderer.render(tokens, markdown.options, {}))
    return mark_safe(html)  # noqa: S308 - HTML is off, text is escaped


def _text(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Write text; an address becomes a link unless it stands inside one."""
    opened = sum({"link_open": 1, "link_close": -1}.get(token.type, 0) for token in tokens[:index])
    words = escape(tokens[index].content)
    return words if opened else urlize(words, nofollow=True).replace('rel="nofollow"', f'rel="{_REL}"')


def _link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("rel", _REL)
    return str(renderer.renderToken(tokens, index, options, env))


def _picture(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Write a picture of ours; of any other only what it shows."""
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    if not _OWN_PICTURE.fullmatch(source):
        return escape(token.content)
    return format_html('<img src="{}" alt="{}" loading="lazy">', source, token.content)


def _table(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("class", "table")
    return str(renderer.renderToken(tokens, index, options, env))


def _with_links(markdown: MarkdownIt) -> MarkdownIt:
    markdown.add_render_rule("text", _text)
    markdown.add_render_rule("link_open", _link)
    return markdown


_MARKDOWN = _with_links(MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("image"))
_ARTICLES = _with_links(MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]))
_ARTICLES.add_render_rule("image", _picture)
_ARTICLES.add_render_rule("table_open", _table)
