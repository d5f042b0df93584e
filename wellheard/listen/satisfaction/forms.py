"""The forms of asking how it went, and of saying so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.listen.satisfaction.commands import MOST_CHARACTERS
from wellheard.listen.satisfaction.models import Rating
from wellheard.workspace.forms.fields import VersionField


class RatingForm(forms.Form):
    """One choice, and words if they like."""

    score = forms.TypedChoiceField(
        choices=Rating.Score.choices,
        coerce=int,
        error_messages={"required": _("Choose one of the three."), "invalid_choice": _("Choose one of the three.")},
    )
    comment = WordsField(
        label=_("Do you want to say why?"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class AskingForm(forms.Form):
    """How many are asked, how often one, and how long after."""

    version = VersionField()
    percent = forms.IntegerField(
        label=_("So many of a hundred are asked"),
        min_value=1,
        max_value=100,
        help_text=_("Of the conversations closed."),
    )
    every_days = forms.IntegerField(
        label=_("One person at most once in"), min_value=1, max_value=3650, help_text=_("Days.")
    )
    after_hours = forms.IntegerField(
        label=_("So long after closing"),
        min_value=0,
        max_value=720,
        help_text=_("Hours. Who writes again before is not asked."),
    )
