"""Forms about custom attributes: defining them, and filling them in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.attributes import MOST_CHARACTERS, ValueRefusedError, stored
from wellheard.customers.models import Attribute
from wellheard.foundation.text.fields import WordsField
from wellheard.workspace.forms.fields import LineField, VersionField

Kind = Attribute.Kind
_PREFIX = "attribute-"


class ChoicesField(WordsField):
    """What may be chosen, each on a line of its own."""

    widget = forms.Textarea(attrs={"rows": 5})  # type: ignore[assignment]

    def clean(self, value: Any) -> list[str]:
        return [line for line in str(super().clean(value)).splitlines() if line.strip()]


class NewAttributeForm(forms.Form):
    """One more thing to know of every company or contact."""

    of = forms.ChoiceField(label=_("Of"), choices=Attribute.Of.choices, initial="company", widget=forms.RadioSelect)
    label = LineField(label=_("Name"), missing=_("Write how it is called."))
    kind = forms.ChoiceField(label=_("What stands in it"), choices=Kind.choices, initial=Kind.TEXT)
    choices = ChoicesField(
        label=_("Choices"),
        required=False,
        max_length=10_000,
        help_text=_("Each on a line of its own; only for one of a list."),
    )
    key = LineField(
        label=_("Key"),
        missing="",
        max_length=60,
        required=False,
        help_text=_("How the column is called in your files and systems. Left empty, it is made from the name."),
    )


class AttributeForm(forms.Form):
    """An attribute as it is; key and kind stay."""

    version = VersionField()
    label = LineField(label=_("Name"), missing=_("Write how it is called."))
    choices = ChoicesField(
        label=_("Choices"),
        required=False,
        max_length=10_000,
        help_text=_("Each on a line of its own. What was chosen before stays where it was chosen."),
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Smaller numbers come first.")
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind != Kind.CHOICE:
            del self.fields["choices"]


class ValueField(LineField):
    """The value of one attribute."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__(missing="", max_length=MOST_CHARACTERS, required=False, label=attribute.label)
        self.attribute = attribute
        self.widget = _widget(attribute)

    def clean(self, value: Any) -> Any:
        try:
            return stored(self.attribute, super().clean(value))
        except ValueRefusedError as problem:
            raise forms.ValidationError(str(problem)) from problem


def add_value_fields(form: forms.Form, attributes: Iterable[Attribute], values: Mapping[str, Any]) -> None:
    """Give a form a field for each attribute, filled with what is known."""
    for attribute in attributes:
        name = f"{_PREFIX}{attribute.pk}"
        form.fields[name] = ValueField(attribute)
        form.initial[name] = _written(values.get(attribute.key))


def value_fields(form: forms.Form) -> list[forms.BoundField]:
    """Return the fields of attributes, to be drawn together."""
    return [form[name] for name in form.fields if name.startswith(_PREFIX)]


def values_of(form: forms.Form, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return all attributes of the row as the form has them now; those nobody defined stay as they were."""
    values = dict(before)
    for name, value_field in form.fields.items():
        if isinstance(value_field, ValueField):
            values[value_field.attribute.key] = form.cleaned_data[name]
    return {key: value for key, value in values.items() if value is not None}


def _widget(attribute: Attribute) -> forms.Widget:
    if attribute.kind == Kind.YES_NO:
        return forms.Select(choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))])
    if attribute.kind == Kind.CHOICE:
        return forms.Select(choices=[("", _("Not known")), *((choice, choice) for choice in attribute.choices)])
    if attribute.kind == Kind.DATE:
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.TextInput(attrs={"inputmode": "decimal"} if attribute.kind == Kind.NUMBER else {})


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
