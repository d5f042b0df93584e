"""The forms of connections to systems of sales."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.connect.crm.commands import Described
from wellheard.connect.crm.commands.connections import CURRENCY, SAME_IDS, SAYS
from wellheard.connect.crm.systems import ADAPTERS
from wellheard.connect.crm.there import FieldThere, Proof
from wellheard.foundation.text.fields import LineField, WordsField
from wellheard.workspace.installation import known_currencies

KEEP = _("Leave it empty to keep the one we have.")
_SAID = {
    "reason": _("Why a deal was lost"),
    "competitor": _("Which competitor it was lost to"),
    "industry": _("The industry"),
    "missing": _("Which function was missing, in words"),
}


class AccessForm(forms.Form):
    """How an account is reached; only what its system asks for is asked."""

    url = LineField(label=_("Address of your account"), max_length=260)
    client_id = LineField(label=_("Client id"), max_length=200)
    key = WordsField(
        label=_("Key"),
        max_length=5_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It only needs to read deals, companies and people. It is kept encrypted and never shown."),
    )
    hook_secret = LineField(
        label=_("Secret of its messages"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("By it we know that a message is its own. It is kept encrypted and never shown."),
    )

    def __init__(self, *args: Any, system: str, **options: Any) -> None:
        super().__init__(*args, **options)
        adapter = ADAPTERS[system]
        if adapter.url:
            del self.fields["url"]
        else:
            self.fields["url"].help_text = adapter.example
        if not adapter.asks_client_id:
            del self.fields["client_id"]
        if adapter.proof is not Proof.THEIRS:
            del self.fields["hook_secret"]
        for name, label in adapter.labels.items():
            self.fields[name].label = str(label)

    @property
    def described(self) -> Described:
        """What was typed."""
        return Described(**{name: self.cleaned_data[name] for name in self.fields})


class EditForm(AccessForm):
    """Change how an account is reached; an empty key keeps the one we have."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("key", "hook_secret"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = KEEP


class FieldsForm(forms.Form):
    """Which field of a deal there says what we want to know."""

    same_ids = forms.BooleanField(
        label=_("Our companies carry the ids they have there"),
        required=False,
        help_text=_("Then a deal’s company is found by its id. Otherwise it is found by its name or domain."),
    )
    currency = forms.ChoiceField(
        label=_("Currency of the amounts"),
        required=False,
        help_text=_(
            "An account with one currency does not say which. Without a choice, it is your reporting currency."
        ),
    )
    field_order = (*SAYS, CURRENCY, SAME_IDS)

    def __init__(
        self, *args: Any, system: str, there: Sequence[FieldThere], said: dict[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._offer_currency(said.get(CURRENCY, ""), is_asked=ADAPTERS[system].asks_currency)
        choices = [(one.key, f"{one.label} ({one.key})" if one.label else one.key) for one in there]
        known = {key for key, _label in choices}
        for name in SAYS:
            # What was chosen before stays a choice, also where the system does not list it any more.
            kept = [(said[name], said[name])] if said.get(name) and said[name] not in known else []
            self.fields[name] = forms.ChoiceField(
                label=_SAID[name], required=False, choices=[("", _("No field says it")), *kept, *choices]
            )
            self.initial.setdefault(name, said.get(name, ""))
        self.initial.setdefault(SAME_IDS, bool(said.get(SAME_IDS)))
        self.order_fields(self.field_order)

    def _offer_currency(self, said: str, *, is_asked: bool) -> None:
        if not is_asked:
            del self.fields[CURRENCY]
            return
        codes = sorted(known_currencies())
        self.fields[CURRENCY] = forms.ChoiceField(
            label=self.fields[CURRENCY].label,
            help_text=self.fields[CURRENCY].help_text,
            required=False,
            choices=[("", _("The reporting currency")), *((code, code) for code in codes)],
        )
        self.initial.setdefault(CURRENCY, said)

    @property
    def said(self) -> dict[str, str]:
        """What was chosen."""
        said = {name: self.cleaned_data[name] for name in (*SAYS, CURRENCY) if name in self.cleaned_data}
        return said | ({SAME_IDS: "yes"} if self.cleaned_data[SAME_IDS] else {})
