"""The form by which a person is erased: their name, typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.forms.fields import LineField


class ErasureForm(forms.Form):
    """Ask for the name of whom it is about: what cannot be taken back is not done by a slip of the hand."""

    name = LineField(
        label=_("Their name, to confirm"),
        missing=_("Type the name to confirm."),
        max_length=320,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, expected: str) -> None:
        super().__init__(data)
        self.expected = expected
        self.fields["name"].help_text = _now("Type “%(name)s”.") % {"name": expected}

    def clean_name(self) -> str:
        """Compare what was typed, whatever its capitals."""
        typed = str(self.cleaned_data["name"])
        if typed.casefold() != self.expected.casefold():
            raise forms.ValidationError(
                _now("This is another name; nothing was erased. Type “%(name)s”.") % {"name": self.expected}
            )
        return typed
