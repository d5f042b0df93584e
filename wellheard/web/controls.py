"""How controls of forms are drawn: as Django draws them, but lists to choose from without a template for each choice.

A page of the inbox has four lists of areas and one of colleagues: two hundred choices, a fifth of the time it took to draw it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_SELECT = "django/forms/widgets/select.html"


class Controls(DjangoTemplates):
    """Draws the controls of all forms."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """Draw a control."""
        if template_name == _SELECT:
            return mark_safe("".join(_select(context["widget"])))  # noqa: S308 - escaped below
        return SafeString(super().render(template_name, context, request))


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>\n'
    for group, choices, _number in widget["optgroups"]:
        if group:
            yield f'<optgroup label="{conditional_escape(group)}">\n'
        for choice in choices:
            value, label = conditional_escape(str(choice["value"])), conditional_escape(choice["label"])
            yield f'<option value="{value}"{_attributes(choice["attrs"])}>{label}</option>\n'
        if group:
            yield "</optgroup>\n"
    yield "</select>"


def _attributes(attributes: Mapping[str, Any]) -> str:
    """Return attributes as Django writes them: True stands alone, False is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )
