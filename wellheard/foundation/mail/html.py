"""The HTML part of a mail, made from its text: paragraphs, quotes and links, nothing else."""

import re

from django.utils.html import escape

_LINK = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")


def html_of(text: str) -> str:
    """Return simple HTML that reads like the text; lines that begin with > become a quote."""
    parts = [_paragraph(part) for part in re.split(r"\n{2,}", text.strip())]
    return (
        '<!doctype html><html><body style="font-family:sans-serif;line-height:1.5">' + "".join(parts) + "</body></html>"
    )


def _paragraph(part: str) -> str:
    lines = part.split("\n")
    is_quote = all(line.startswith(">") for line in lines)
    body = "<br>".join(_linked(line.removeprefix(">").strip() if is_quote else line) for line in lines)
    return f"<blockquote>{body}</blockquote>" if is_quote else f"<p>{body}</p>"


def _linked(line: str) -> str:
    return _LINK.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', escape(line))
