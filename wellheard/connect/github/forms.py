"""The forms of the connection to GitHub."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.connect.github.commands import Access
from wellheard.connect.github.models import Connection, Repository
from wellheard.foundation.text.fields import LineField, WordsField


class AccessForm(forms.Form):
    """How we identify ourselves to GitHub."""

    kind = forms.ChoiceField(label=_("How we identify ourselves"), choices=Connection.Kind.choices)
    secret = WordsField(
        label=_("Token, or the App’s private key"),
        max_length=10_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "A token needs to read and write Issues, and to read Metadata. It is kept encrypted and never shown."
        ),
    )
    app_id = LineField(label=_("Number of the App"), max_length=40, required=False, help_text=_("Only for an App."))
    installation_id = LineField(
        label=_("Number of its installation"),
        max_length=40,
        required=False,
        help_text=_("Only for an App: the last part of the address of the installation’s settings."),
    )

    @property
    def access(self) -> Access:
        """What was typed."""
        said = self.cleaned_data
        return Access(said["kind"], said["secret"], said["app_id"], said["installation_id"])


class ConnectForm(AccessForm):
    """Connect a GitHub."""

    url = LineField(
        label=_("Address of your GitHub"),
        max_length=260,
        initial="https://github.com",
        help_text=_("https://github.com, or that of your GitHub Enterprise."),
    )
    field_order = ("url", "kind", "secret", "app_id", "installation_id")


class ConnectionForm(AccessForm):
    """Change a connection; an empty secret keeps the one we have."""

    notes = forms.ChoiceField(
        label=_("What conversations that wait for an issue get as a note"),
        choices=Connection.Notes.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        super().__init__(*arguments, **fields)
        self.fields["secret"].required = False
        self.fields["secret"].help_text = _("Leave it empty to keep the one we have.")


class RepositoryForm(forms.Form):
    """Add a repository."""

    name = LineField(label=_("Repository"), max_length=200, help_text=_("Such as northwind/app, or its address."))


class TellsForm(forms.Form):
    """Choose what we write below a repository's issues."""

    tells = forms.ChoiceField(choices=Repository.Tells.choices)
