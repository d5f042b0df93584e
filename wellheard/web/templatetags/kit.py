"""Components of the design kit as template tags."""

from django import template

register = template.Library()
