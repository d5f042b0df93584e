"""The forms of a forum."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import LineField


class ForumForm(forms.Form):
    """Connect a forum."""

    url = LineField(label=_("Address of your forum"), max_length=260, help_text=_("Such as https://forum.example.com."))
    username = LineField(
        label=_("User we read and write as"),
        max_length=100,
        help_text=_("Its user name there. What this user writes is ours and never becomes feedback."),
    )
    key = LineField(
        label=_("API key"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Made there under Admin, API, for this user. It is kept encrypted and never shown."),
    )


class AccessForm(ForumForm):
    """Change how a forum is reached; its address stays."""

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        super().__init__(*arguments, **fields)
        del self.fields["url"]
        self.fields["key"].required = False
        self.fields["key"].help_text = _("Leave it empty to keep the one we have.")
