"""What readers say about an article."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import LineField, WordsField
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.web.portal.forms import WORDS_ERRORS


class CommentForm(forms.Form):
    """What was missing, or what helped, in their own words."""

    words = WordsField(
        label=_("What is missing, or what should be said otherwise?"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input said small"}),
        error_messages=WORDS_ERRORS,
    )
    # A form that is sent twice is heard once.
    once = LineField(required=False, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(16))
    # People do not see this field; a machine that fills in everything gives itself away.
    website = LineField(required=False)

    def clean_once(self) -> str:
        return self.cleaned_data["once"][:64] or secrets.token_urlsafe(16)
