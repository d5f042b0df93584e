"""Fields of a form with their label, hint and error, and the summary of what is wrong on top."""

from dataclasses import dataclass

from django import template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, Field, RadioSelect, Select, Widget
from django.forms.widgets import ChoiceWidget, MultiWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

# Up to here radios stand side by side as one control; more become a list.
SIDE_BY_SIDE = 5


@dataclass(frozen=True)
class Fault:
    """One thing to put right, and the field it belongs to; no field when it is about the whole form."""

    sentence: str
    field_id: str


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, size: str = "") -> dict[str, object]:
    """Draw one field: label, hint, control and error, tied together for screen readers. Sizes: big, auto."""
    layout = _layout(bound)
    # Of a group each choice is drawn by itself.
    control = "" if layout in {"choices", "group"} else _control(bound, size)
    return {"field": bound, "layout": layout, "control": control}


def _layout(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "check"
    if not _is_group(widget):
        return "line"
    # Django counts a list of checkboxes among the radios.
    is_one_of = isinstance(widget, RadioSelect) and not isinstance(widget, CheckboxSelectMultiple)
    return "choices" if is_one_of and len(list(bound.subwidgets)) <= SIDE_BY_SIDE else "group"


def _is_group(widget: Widget) -> bool:
    return (isinstance(widget, ChoiceWidget) and not isinstance(widget, Select)) or isinstance(widget, MultiWidget)


def _control(bound: BoundField, size: str) -> SafeString:
    css = bound.field.widget.attrs.get("class", "")
    if bound.is_hidden or isinstance(bound.field.widget, CheckboxInput) or _is_group(bound.field.widget):
        return bound.as_widget()
    return bound.as_widget(attrs={"class": " ".join(filter(None, ("input", size, css)))})


@register.filter
def control(bound: BoundField) -> SafeString:
    """Draw the control of a field alone, where a table or a list already says what it is."""
    return _control(bound, "")


@register.inclusion_tag("kit/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Say on top of a form what is wrong, each sentence a link to its field. Nothing when all is well."""
    return {"faults": _faults(form)}


def _faults(form: BaseForm) -> list[Fault]:
    whole = [Fault(str(sentence), "") for sentence in form.non_field_errors()]
    hidden = [Fault(str(sentence), "") for bound in form.hidden_fields() for sentence in bound.errors]
    seen = [
        Fault(_sentence(bound, error), bound.id_for_label or bound.auto_id)
        for bound in form.visible_fields()
        for error in bound.errors.as_data()
    ]
    return whole + hidden + seen


def _sentence(bound: BoundField, error: ValidationError) -> str:
    """Return a sentence that can stand alone: what Django says of any field is told with the field's name."""
    sentence = " ".join(error.messages)
    is_ours = error.code is None or (
        bound.field.error_messages.get(error.code) == error.message
        and error.message not in _standard_messages(type(bound.field))
    )
    return sentence if is_ours else _("%(field)s: %(sentence)s") % {"field": bound.label, "sentence": sentence}


def _standard_messages(field_class: type[Field]) -> list[object]:
    return [
        message
        for ancestor in field_class.__mro__
        for message in getattr(ancestor, "default_error_messages", {}).values()
    ]
