"""Between which days something is looked at."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

NO_SUCH_DAY = _("Write a day such as 2026-11-30.")
# Days are counted on from what somebody writes: beyond the last day there is, there is none.
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


class DayField(forms.DateField):
    """A day that may be left out."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input auto"})
        limits = [MinValueValidator(FIRST, NO_SUCH_DAY), MaxValueValidator(LAST, NO_SUCH_DAY)]
        messages = {"invalid": NO_SUCH_DAY}
        super().__init__(required=False, widget=widget, error_messages=messages, validators=limits, **options)


class DaysForm(forms.Form):
    """From a day until another, both included; either may be left out."""

    begin = DayField(label=_("From"))
    end = DayField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """Say when the days stand the wrong way round."""
        chosen = super().clean() or self.cleaned_data
        begin, end = chosen.get("begin"), chosen.get("end")
        if begin and end and begin > end:
            self.add_error("end", _("The last day comes before the first; turn them round."))
        return chosen
