"""What people say of an idea they asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.decide.demand.commands.asking import MOST_CHARACTERS
from wellheard.decide.demand.models import StillNeeded
from wellheard.foundation.text.fields import WordsField


class StillNeededForm(forms.Form):
    """One of two, and words if they like."""

    question = forms.IntegerField(min_value=1, max_value=2**62)
    answer = forms.ChoiceField(
        choices=StillNeeded.Answer.choices,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    reason = WordsField(required=False, max_length=MOST_CHARACTERS)
