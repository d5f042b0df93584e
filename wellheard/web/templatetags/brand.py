"""What of the portal is shown on our pages: its colours, without a word of inline style, and its boards."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wellheard.decide.models import Board, Idea

register = template.Library()


@register.simple_tag
def boards_for(idea: Idea) -> list[Board]:  # noqa: ARG001 - every board is offered
    """Return the boards an idea may be put on."""
    return list(Board.objects.in_order())


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
