"""A mail as it will be read: what the customer said stands out from what we write."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wellheard.web.templatetags.kit import prose, quoted

register = template.Library()


@register.filter
def letter(text: str) -> SafeString:
    """Turn the text of a mail into paragraphs, and its quoted lines into the customer's own words."""
    parts = ((_paragraph(part),) for part in re.split(r"\n{2,}", text.strip()))
    return format_html_join("\n", "{}", parts)


def _paragraph(part: str) -> SafeString:
    lines = part.split("\n")
    if not all(line.startswith(">") for line in lines):
        return prose(part)
    words = "\n".join(line.removeprefix(">").strip() for line in lines)
    return format_html('<blockquote class="said small" dir="auto">{}</blockquote>', quoted(words))
