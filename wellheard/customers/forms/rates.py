"""Forms of exchange rates: one, and many in a table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.workspace.forms.fields import LineField

MOST_CHARACTERS = 1_000_000


class RateForm(forms.Form):
    """What one unit of a currency was worth on a day."""

    currency = LineField(
        label=_("Currency"), missing=_("Write three letters such as EUR."), max_length=3, help_text=_("Three letters.")
    )
    rate = forms.DecimalField(
        label=_("One unit is worth"), max_digits=24, decimal_places=12, help_text=_("In the currency you report in.")
    )
    on = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It counts from this day until there is a newer one."),
    )
    source = LineField(label=_("Where it comes from"), missing="", max_length=80, required=False)


class RateTableForm(forms.Form):
    """Many rates at once, as a bank publishes them."""

    table = WordsField(
        label=_("Rates, one a line"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Currency, day and rate, such as EUR, 2026-01-31, 1.08; or the table of the European Central Bank as it is."
        ),
    )
