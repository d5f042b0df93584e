"""Markdown as plain text for mails: what its marks mean stays, the marks themselves fall away. HTML in it stays visible text."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

BULLET = "• "
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("image")


def plain(text: str) -> str:
    """Return the paragraphs, headings and lists of a Markdown text as people type them in a mail; links show their address."""
    blocks: list[str] = []
    lists: list[int] = []
    mark = ""
    for token in _MARKDOWN.parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            mark = _mark(lists)
        elif token.type in {"inline", "fence", "code_block"}:
            said = _inline(token.children or []) if token.type == "inline" else token.content.rstrip("\n")
            _put(blocks, said, lists, mark)
            # What follows in the same item stands below it.
            mark = "  "
    return "\n\n".join(blocks)


def _put(blocks: list[str], said: str, lists: list[int], mark: str) -> None:
    """Add a block; the items of one list stand line by line in one paragraph."""
    if not lists:
        blocks.append(said)
        return
    line = "  " * (len(lists) - 1) + mark + said.replace("\n", " ")
    if blocks and _is_item(blocks[-1]) and mark != "1. ":
        blocks[-1] += f"\n{line}"
    else:
        blocks.append(line)


def _mark(lists: list[int]) -> str:
    """Return what the next item of the innermost list begins with, and count it."""
    if not lists[-1]:
        return BULLET
    lists[-1] += 1
    return f"{lists[-1] - 1}. "


def _is_item(block: str) -> bool:
    first = block.split("\n", maxsplit=1)[0].lstrip()
    return first.startswith(BULLET) or first.split(". ")[0].isdecimal()


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(parts)))
        elif token.type == "link_close":
            address, begin = links.pop()
            if "".join(parts[begin:]) != address:
                parts.append(f" ({address})")
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)
