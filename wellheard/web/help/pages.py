"""The pages of docs/ as help: found beside the program in a clone, or packed into an installed one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_PACKAGE = Path(__file__).resolve().parent
# A clone has docs/ at its top; a wheel carries them beside this file.
_FOLDERS = (_PACKAGE.parents[2] / "docs", _PACKAGE / "docs")

# In the order in which one needs them; what is for those who change Wellheard itself is not help.
PAGES = ("first-week", "walkthrough", "inbox", "desk", "automations", "triage", "ideas", "demand", "reviews", "answers",
         "segments", "articles", "usage", "deals", "departures", "surveys", "survey-mails", "survey-statistics", "talks",
         "trends", "figures", "goals", "report", "bi", "portal", "branding", "import", "privacy", "sign-in", "roles", "api",
         "webhooks", "github", "discourse", "crm", "operating", "measurements", "settings", "facts")  # fmt: skip
# Which page explains a place; the part before the dot stands for all its places.
_EXPLAINS = {
    "home": "first-week",
    "settings.setting_up": "first-week",
    "listen": "triage",
    "listen.inbox": "inbox",
    "listen.deals": "deals",
    "listen.competitors": "deals",
    "settings.deals": "deals",
    "settings.reasons": "deals",
    "listen.departures": "departures",
    "settings.cancellation": "departures",
    "listen.articles": "articles",
    "listen.usage": "usage",
    "settings.kept": "usage",
    "listen.surveys": "surveys",
    "listen.talks": "talks",
    "day": "talks",
    "playbooks": "talks",
    "understand.trends": "trends",
    "understand": "triage",
    "decide": "ideas",
    "decide.reviews": "reviews",
    "deliver": "answers",
    "answer": "answers",
    "learn": "figures",
    "learn.goals": "goals",
    "learn.aims": "goals",
    "learn.bi": "bi",
    "learn.reports": "report",
    "learn.support": "desk",
    "learn.kudos": "desk",
    "settings.answer_times": "desk",
    "settings.replies": "desk",
    "settings.macros": "desk",
    "settings.dealing": "desk",
    "settings.satisfaction": "desk",
    "settings.benchmarks": "survey-statistics",
    "settings.automations": "automations",
    "tasks": "answers",
    "segments": "segments",
    "settings.portal": "portal",
    "settings.boards": "portal",
    "settings.imports": "import",
    "settings.staff": "roles",
    "settings.tokens": "api",
    "settings.webhooks": "webhooks",
    "settings.github": "github",
    "settings.discourse": "discourse",
    "settings.crm": "crm",
    "settings.identity_keys": "sign-in",
    "settings.profile": "sign-in",
    "operations": "operating",
    "settings": "operating",
}
_PICTURE = re.compile(r"[a-z0-9][a-z0-9-]*\.(?:png|webp|jpg)")
_MARKS = re.compile(r"[`*#|>\[\]]|\]\([^)]*\)")


@dataclass(frozen=True)
class HelpPage:
    """One page: its name in addresses, its title, and its text in Markdown."""

    name: str
    title: str
    text: str

    @property
    def url(self) -> str:
        return reverse("help_page", args=[self.name])


def every_page() -> list[HelpPage]:
    """Return all help pages in their order; none where the documents were not packed."""
    return [page for page in map(page_called, PAGES) if page]


@lru_cache(maxsize=32)
def page_called(name: str) -> HelpPage | None:
    """Return a help page by its name."""
    path = _folder() / f"{name}.md"
    if name not in PAGES or not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    title = text.lstrip().split("\n", 1)[0].lstrip("# ").strip()
    return HelpPage(name, title, text)


def page_of_place(place: str) -> HelpPage | None:
    """Return the page that explains a place."""
    name = _EXPLAINS.get(place) or _EXPLAINS.get(place.partition(".")[0])
    return page_called(name) if name else None


def pages_with(words: str) -> list[tuple[HelpPage, str]]:
    """Return the pages that hold all these words, each with the line that says most of them."""
    sought = words.casefold().split()
    if not any(letter.isalnum() for letter in words):
        return []
    held = [page for page in every_page() if all(word in page.text.casefold() for word in sought)]
    return [(page, _line(page.text, sought)) for page in held]


def picture_called(name: str) -> Path | None:
    """Return a picture of the documents."""
    path = _folder() / "pictures" / name
    return path if _PICTURE.fullmatch(name) and path.is_file() else None


@lru_cache(maxsize=32)
def rendered(page: HelpPage) -> SafeString:
    """Return a page as HTML of our own making; links between documents lead to help pages, pictures to ours."""
    tokens = _MARKDOWN.parse(page.text)
    for token in tokens:
        for part in token.children or []:
            _lead(part)
    html = str(_MARKDOWN.renderer.render(_without_title(tokens), _MARKDOWN.options, {}))
    return mark_safe(html)  # noqa: S308 - HTML is off, text is escaped


def _without_title(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave the first heading out: the page's own title says it."""
    return tokens[3:] if tokens and tokens[0].type == "heading_open" else tokens


def _lead(part: Token) -> None:
    if part.type == "link_open":
        part.attrSet("href", _address(str(part.attrGet("href") or "")))
    elif part.type == "image":
        part.attrSet("src", reverse("help_picture", args=[str(part.attrGet("src") or "").rpartition("/")[2] or "none"]))


def _address(target: str) -> str:
    """Return where a link of a document leads here; documents that are no help pages lead to the list."""
    if "://" in target or target.startswith(("#", "mailto:")):
        return target
    file, _hash, part = target.partition("#")
    name = file.rpartition("/")[2].removesuffix(".md")
    return (reverse("help_page", args=[name]) if name in PAGES else reverse("help")) + (f"#{part}" if part else "")


def _line(text: str, sought: Sequence[str]) -> str:
    lines = [_MARKS.sub("", line).strip() for line in text.splitlines()[1:]]
    return max(lines, key=lambda line: sum(word in line.casefold() for word in sought), default="")[:160]


def _folder() -> Path:
    return next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[-1])


def _table(_renderer: Any, _tokens: Sequence[Token], _index: int, _options: Any, _env: Any) -> str:
    return '<div class="scroll" tabindex="0" role="group"><table class="table">'


def _code(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Write what is typed as it stands; what is wider than a phone scrolls by itself, with the keyboard too."""
    return f'<pre class="scroll" tabindex="0"><code>{escape(tokens[index].content)}</code></pre>'


def _table_end(_renderer: Any, _tokens: Sequence[Token], _index: int, _options: Any, _env: Any) -> str:
    return "</table></div>"


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.add_render_rule("table_open", _table)
_MARKDOWN.add_render_rule("fence", _code)
_MARKDOWN.add_render_rule("table_close", _table_end)
