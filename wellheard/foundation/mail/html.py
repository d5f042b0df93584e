"""The HTML part of a mail, made from its text: paragraphs, quotes, links and rules, nothing else."""

import re

from django.utils.html import escape

from wellheard.foundation.text.markdown import BULLET

_LINK = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")
# A line of these stands between the parts of a mail that brings several pieces of news.
RULE = "* * *"

# Mail programs know no external styles. By night the paper is dark and the ink light, as the reader's device asks.
_LIGHT = "body{margin:0;background:#fff;color:#1d1d1f}a{color:#1f57c3}.said{border-color:#c9c9cf}.small{color:#5c5c63}"
_DARK = (
    "body{background:#17171a;color:#ececf0}a{color:#9dbcff}.said{border-color:#4a4a52}.small{color:#a9a9b2}"
    "hr{border-color:#4a4a52}"
)
_SHAPE = (
    "body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
    ".letter{max-width:38em;margin:0 auto;padding:24px 16px;overflow-wrap:anywhere}"
    ".said{margin:0 0 1em;padding:0 0 0 1em;border-inline-start:3px solid;border-color:#c9c9cf;"
    "font:italic 17px/1.5 Georgia,'Source Serif 4',serif}"
    "p{margin:0 0 1em}ul{margin:0 0 1em;padding:0 0 0 1.25em}"
    "hr{border:0;border-top:1px solid #c9c9cf;margin:1.5em 0}.small{font-size:13px}"
)


def text_of(body: str, footer: str = "") -> str:
    """Return the text part: the letter, and the small print below the line that mail programs know (RFC 3676, 4.3)."""
    return f"{body}\n\n-- \n{footer}" if footer else body


def html_of(body: str, *, footer: str = "", language: str = "", pixel: str = "", theme: str = "") -> str:
    """Return HTML that reads like the text; lines that begin with > become a quote.

    `theme` dark or light shows it as a device of that theme would; without it the device decides.
    """
    letter = "".join(_paragraph(part) for part in re.split(r"\n{2,}", body.strip()))
    small = f'<div class="small">{_lines(footer)}</div>' if footer else ""
    image = f'<img src="{escape(pixel)}" width="1" height="1" alt="">' if pixel else ""
    return (
        f'<!doctype html><html{_attribute("lang", language)} dir="auto"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<meta name="color-scheme" content="light dark"><style>{_SHAPE}{_ink(theme)}</style></head>'
        f'<body><div class="letter">{letter}{small}{image}</div></body></html>'
    )


def _ink(theme: str) -> str:
    if theme == "dark":
        return _LIGHT + _DARK
    return _LIGHT if theme == "light" else f"{_LIGHT}@media (prefers-color-scheme:dark){{{_DARK}}}"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def _paragraph(part: str) -> str:
    if part.strip() == RULE:
        return "<hr>"
    lines = part.split("\n")
    if all(line.startswith(">") for line in lines):
        said = "\n".join(line.removeprefix(">").strip() for line in lines)
        return f'<blockquote class="said" dir="auto">{_lines(said)}</blockquote>'
    if all(line.lstrip().startswith(BULLET) for line in lines):
        items = (line.lstrip().removeprefix(BULLET) for line in lines)
        return f"<ul>{''.join(f'<li>{_linked(item)}</li>' for item in items)}</ul>"
    return f"<p>{_lines(part)}</p>"


def _lines(part: str) -> str:
    return "<br>".join(_linked(line) for line in part.split("\n"))


def _linked(line: str) -> str:
    return _LINK.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', escape(line))
