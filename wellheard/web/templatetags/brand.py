"""The vendor's colours as they look, without a word of inline style."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def swatch(colour: str, on_colour: str = "") -> SafeString:
    """Draw a colour, with a letter in the colour of the text on it."""
    letter = (
        format_html('<text x="20" y="17" text-anchor="middle" font-size="13" fill="{}">Aa</text>', on_colour)
        if on_colour
        else ""
    )
    return format_html(
        '<svg class="swatch" viewBox="0 0 40 24" aria-hidden="true"><rect width="40" height="24" rx="4" fill="{}"/>{}</svg>',
        colour,
        letter,
    )
