"""Forms of what people agreed to, and of addresses nobody is mailed at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Consent, Suppression
from wellheard.workspace.forms.fields import AddressField, LineField


class ConsentForm(forms.Form):
    """What a person agrees to; nothing chosen is an answer too."""

    purposes = forms.MultipleChoiceField(
        label=_("They agreed to"),
        choices=Consent.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("There is no such purpose; choose from the list.")},
    )


class OwnConsentForm(ConsentForm):
    """The same, as the person themselves reads it."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["purposes"].label = _("You agree to")


class SuppressionForm(forms.Form):
    """An address nobody is mailed at from now on, and why."""

    email = AddressField(label=_("Address"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=Suppression.Reason.choices, initial=Suppression.Reason.STAFF, widget=forms.RadioSelect
    )


class ReturnForm(forms.Form):
    """An address or id of somebody who was erased and wishes to be known again."""

    known_as = LineField(
        label=_("Their address, or the id your product has for them"),
        missing=_("Write the address or the id."),
        max_length=320,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
