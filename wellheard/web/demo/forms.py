"""What an owner types to begin with their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import LineField
from wellheard.web.accounts.forms import SetUpForm

WORD = "REMOVE"


class OwnDataForm(SetUpForm):
    """The few things Wellheard must know, and a word that says one means it."""

    confirmation = LineField(
        label=_("Type REMOVE to take everything of the demo out"),
        max_length=20,
        error_messages={"required": _("Type REMOVE; there is no way back from it.")},
    )

    def clean_confirmation(self) -> Any:
        if self.cleaned_data["confirmation"].upper() != WORD:
            raise forms.ValidationError(_("Type REMOVE; there is no way back from it."))
        return WORD

    def wanted(self) -> dict[str, Any]:
        """Return what the command needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmation"}
