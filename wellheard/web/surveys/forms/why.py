"""Whose eyes a survey is looked at with: a person, where they are, and what just happened there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.listen.surveys.models import Survey
from wellheard.workspace.forms.fields import LineField

MOST_PROPERTIES = 10


class WhyForm(forms.Form):
    """Who is looked for, and the place they are imagined at. Anything but the person may be left out."""

    who = LineField(
        label=_("Person"),
        missing=_("Write a name or an e-mail address."),
        max_length=200,
        help_text=_("Name or e-mail address."),
    )
    contact = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Where"), required=False)
    url = LineField(
        label=_("On the page"), missing="", max_length=500, required=False, help_text=_("Such as /invoices.")
    )
    event = LineField(
        label=_("Just happened"),
        missing="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "events-seen", "autocomplete": "off"}),
        help_text=_("As your product calls the event."),
    )
    properties = WordsField(
        label=_("Its properties"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("One a line, such as plan = Pro."),
    )

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*args, **options)
        names = dict(Survey.Channel.choices)
        channels = survey.channels or [Survey.Channel.IN_APP]
        self.fields["channel"].choices = [(one, names[one]) for one in channels if one in names]  # type: ignore[attr-defined]

    def clean_properties(self) -> dict[str, Any]:
        """Return properties by name, as the product would send them."""
        lines = [line.partition("=") for line in self.cleaned_data["properties"].splitlines() if "=" in line]
        return {name.strip(): value.strip() for name, _sign, value in lines[:MOST_PROPERTIES] if name.strip()}
