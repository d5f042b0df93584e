"""What staff and customers type about answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.answer.commands.writing import WORDS_LIMIT
from wellheard.answer.models import Answer
from wellheard.foundation.text.fields import LineField, WordsField
from wellheard.workspace.forms.fields import VersionField


class AnswerForm(forms.Form):
    """Reword an answer before it goes out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject_line = LineField(
        label=_("Subject"),
        max_length=300,
        error_messages={"required": _("Write a subject."), "max_length": _("Keep the subject under 300 characters.")},
    )
    words = WordsField(
        label=_("Your answer"),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={
            "required": _("Write the answer."),
            "max_length": _("The answer is longer than 20,000 characters; shorten it."),
        },
    )


class WordingForm(forms.Form):
    """Word an occasion, with placeholders in braces."""

    version = VersionField()
    subject_line = LineField(
        label=_("Subject"),
        max_length=300,
        error_messages={"required": _("Write a subject."), "max_length": _("Keep the subject under 300 characters.")},
    )
    words = WordsField(
        label=_("The answer"),
        max_length=WORDS_LIMIT,
        help_text=_("Words in braces are filled in for each reader; a paragraph whose braces stay empty is left out."),
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={
            "required": _("Write the answer."),
            "max_length": _("The answer is longer than 20,000 characters; shorten it."),
        },
    )


class ToldForm(forms.Form):
    """Note that somebody told them another way."""

    how = LineField(
        label=_("How did you tell them?"),
        max_length=200,
        help_text=_("Such as “by phone on Tuesday”."),
        error_messages={"required": _("Write how you told them."), "max_length": _("Keep it under 200 characters.")},
    )


class SolvedForm(forms.Form):
    """What a customer says: one button each, and one optional line."""

    solved = forms.ChoiceField(
        choices=Answer.Solved,
        error_messages={"required": _("Choose yes, partly or no."), "invalid_choice": _("Choose yes, partly or no.")},
    )
    comment = WordsField(
        label=_("What is still missing, or what did it change for you?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Keep it under 5,000 characters.")},
    )
