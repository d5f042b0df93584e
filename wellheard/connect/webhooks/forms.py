"""The form of an endpoint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.connect.webhooks.queries import offered_names
from wellheard.foundation.text.fields import LineField


def _choices() -> list[tuple[str, str]]:
    return [(name, f"{name}: {meaning}") for name, meaning in offered_names()]


class EndpointForm(forms.Form):
    """Where an outside system listens, and of what it wants to hear."""

    url = LineField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Such as https://hooks.example.com/wellheard, on the public internet."),
    )
    fact_names = forms.MultipleChoiceField(
        label=_("What it hears of"),
        choices=_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none, and it hears of everything."),
        error_messages={"invalid_choice": _("Choose what it hears of from the list.")},
    )
