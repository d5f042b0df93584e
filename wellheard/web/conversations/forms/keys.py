"""Which keys somebody wants in the inbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.web.conversations.keys import ACTIONS, OFF


class KeysForm(forms.Form):
    """One sign for each thing a key does, or nothing; two things cannot have the same one."""

    off = forms.BooleanField(label=gettext_lazy("No keys at all"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (_key, said) in ACTIONS.items():
            self.fields[name] = forms.CharField(
                label=str(said),
                required=False,
                max_length=1,
                widget=forms.TextInput(attrs={"size": 2, "autocomplete": "off"}),
                error_messages={"max_length": gettext_lazy("Use one sign.")},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one key for two things."""
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name in ACTIONS:
            key = str(cleaned.get(name) or "").lower()
            if key and key in taken:
                self.add_error(
                    name, _("%(key)s does something else already; choose another sign.") % {"key": key.upper()}
                )
            taken.setdefault(key, name)
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what differs from the usual keys."""
        keys = {name: str(self.cleaned_data[name]).lower() for name in ACTIONS}
        found: dict[str, Any] = {name: key for name, key in keys.items() if key != ACTIONS[name][0]}
        return found | ({OFF: True} if self.cleaned_data["off"] else {})
