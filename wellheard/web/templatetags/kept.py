"""Parts of pages that many see alike: drawn once from all they show, and kept."""

import secrets
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

# A kilobyte or two each.
MOST = 2_000

# What is a visitor's own stays out of what is kept, and is put in where these stand. Nobody can guess them, and so write them.
_TOKEN, _HERE = secrets.token_hex(16), secrets.token_hex(16)


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str, **shown: Any) -> SafeString:
    """Draw a template that shows nothing but these values; where it drew the same in this language before, as it did then.

    The values can be hashed. Of the page around them it knows the visitor's token and the address they are at, and neither
    the time nor who looks.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    drawn = draw(name, get_language(), tuple(shown.items()))
    for mark, own in ((_TOKEN, "csrf_token"), (_HERE, "here")):
        if mark in drawn:
            drawn = drawn.replace(mark, escape(context[own]))
    return mark_safe(drawn)  # noqa: S308 - the template escaped the rest


@lru_cache(maxsize=MOST)
def _drawn(name: str, _language: str | None, shown: tuple[tuple[str, Any], ...]) -> str:
    return get_template(name).render({**dict(shown), "csrf_token": _TOKEN, "here": _HERE})
