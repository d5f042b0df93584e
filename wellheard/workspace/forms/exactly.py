"""Exactly one reason, or none: how a number of a report asks for its list. A reason otherwise means those below it too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.numbers import is_whole_number

# Nobody gave a reason.
NONE = "none"


class ExactReasonField(forms.CharField):
    """The number of a reason, or `none`; hidden, because only links carry it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, **options)

    def clean(self, value: Any) -> str:
        """Return the number, `none`, or nothing. Raises ValidationError for anything else."""
        said = str(super().clean(value))
        if said and said != NONE and not is_whole_number(said):
            raise forms.ValidationError(_("There is no such reason; choose one of the list."))
        return said
