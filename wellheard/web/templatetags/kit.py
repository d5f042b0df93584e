"""Components of the design kit as template tags: icons, chips, people and the words customers said."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation.text import listing
from wellheard.web.markdown import rendered, rendered_article

register = template.Library()
register.simple_tag(listing.colon, name="colon")
register.simple_tag(listing.comma, name="comma")
register.filter("listed", listing.listed)

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"

# One look per status: the tone it takes and the icon that says it without colour.
STATUS_LOOKS: dict[str, tuple[str, str]] = {
    Idea.Status.HEARD: ("", "ear"),
    Idea.Status.UNDER_REVIEW: ("strong", "scale"),
    Idea.Status.PLANNED: ("strong", "calendar-check"),
    Idea.Status.BUILDING: ("strong", "hammer"),
    Idea.Status.BETA: ("strong", "flask-conical"),
    Idea.Status.SHIPPED: ("good", "circle-check"),
    Idea.Status.NOT_NOW: ("", "moon"),
    Idea.Status.ALREADY_POSSIBLE: ("good", "check"),
    Answer.State.OWED: ("warn", "clock"),
    Answer.State.HELD: ("strong", "timer"),
    Answer.State.QUEUED: ("strong", "send"),
    Answer.State.SENT: ("good", "reply"),
    Answer.State.FAILED: ("bad", "circle-alert"),
    Answer.State.BOUNCED: ("bad", "circle-x"),
    Answer.State.TOLD: ("good", "phone"),
    Answer.State.DROPPED: ("", "minus"),
    Company.Stage.PROSPECT: ("", "eye"),
    Company.Stage.TRIAL: ("", "flask-conical"),
    Company.Stage.ONBOARDING: ("strong", "door-open"),
    Company.Stage.ACTIVE: ("", "circle-dollar-sign"),
    Company.Stage.AT_RISK: ("bad", "triangle-alert"),
    Company.Stage.LOST: ("bad", "circle-x"),
    Company.Stage.RETURNED: ("good", "reply"),
}
STATUS_NAMES: dict[str, str | Promise] = {
    str(value): label for choices in (Idea.Status, Answer.State, Company.Stage) for value, label in choices.choices
}

# Opening and closing mark by language; English marks elsewhere.
QUOTES = {
    "cs": ("„", "“"),
    "de": ("„", "“"),
    "es": ("«", "»"),
    "fr": ("«\u202f", "\u202f»"),
    "it": ("«", "»"),
    "ja": ("「", "」"),
    "lt": ("„", "“"),
    "pl": ("„", "”"),
    "ru": ("«", "»"),
    "uk": ("«", "»"),
    "zh-hant": ("「", "」"),
}
ENGLISH_QUOTES = ("“", "”")


@register.simple_tag
def icon(name: str, label: str | Promise = "") -> SafeString:
    """Draw an icon into the page: silent beside a word, with a label when it stands alone."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>', meaning, _drawing(name))


@lru_cache(maxsize=256)
def _drawing(name: str) -> SafeString:
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"There is no icon called {name!r} in static/icons.")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)
    return mark_safe(re.sub(r"\s+", " ", inner[1]).strip() if inner else "")  # noqa: S308 - our own file


@register.simple_tag
def chip(text: str | Promise, kind: str = "", icon_name: str = "") -> SafeString:
    """Draw a status as words, with its icon. Kinds: good, warn, bad, strong."""
    return format_html(
        '<span class="{}">{}{}</span>', f"chip {kind}".strip(), icon(icon_name) if icon_name else "", text
    )


@register.simple_tag
def status_chip(status: str) -> SafeString:
    """Draw the status of an idea, the state of an answer or the stage of a company."""
    kind, icon_name = STATUS_LOOKS[status]
    return chip(STATUS_NAMES[status], kind, icon_name)


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """Draw the initials of somebody whose name stands beside it. Sizes: large; square for companies."""
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"avatar {size}".strip(), _initials(name))


def _initials(name: str) -> str:
    """Return two letters of a name of several words, one sign of a name in one."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper() if words else "–"


@register.filter(is_safe=True)
@stringfilter
def quoted(words: str) -> str:
    """Put the quotation marks of the viewer's language around a customer's words."""
    language = (get_language() or "en").lower()
    opening, closing = QUOTES.get(language) or QUOTES.get(language.split("-")[0], ENGLISH_QUOTES)
    return f"{opening}{words.strip()}{closing}"


@register.filter
@stringfilter
def markdown(text: str) -> SafeString:
    """Turn release notes into what customers read: Markdown without HTML."""
    return rendered(text)


@register.filter
@stringfilter
def article(text: str) -> SafeString:
    """Turn the text of an article into what readers read: Markdown without HTML, with our own pictures."""
    return rendered_article(text)


@register.filter(needs_autoescape=True)
def prose(text: str, autoescape: bool = True) -> SafeString:  # noqa: FBT001, FBT002 - Django's own signature
    """Turn written text into paragraphs with links; whatever looks like markup stays visible text."""
    safe = escape(text) if autoescape else conditional_escape(text)
    return mark_safe(linebreaks(urlize(safe, nofollow=True), autoescape=False))  # noqa: S308 - escaped above
