"""What a customer said, as one of us writes it down."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.listen.models import Feedback
from wellheard.web.feedback.forms.who import WhoForm

# How staff hears of things; the other ways in have doors of their own.
HEARD_BY_STAFF = (
    Feedback.Source.SUPPORT,
    Feedback.Source.INTERVIEW,
    Feedback.Source.EMAIL,
    Feedback.Source.COMMUNITY,
    Feedback.Source.SURVEY,
    Feedback.Source.LOST_DEAL,
    Feedback.Source.DEPARTURE,
)
WHOSE = _("Choose their own words, or reported by you.")
QUOTING = _("Choose whether we may quote it.")
TO_THE_MINUTE = "%Y-%m-%dT%H:%M"


class FeedbackForm(WhoForm):
    """What a customer said, who said it, how we heard of it and what we may do with it."""

    field_order = ("words", "contact", "person", "name", "company", "firm")

    words = WordsField(
        label=_("What they said"),
        max_length=MOST_CHARACTERS,
        help_text=_("In their words, as closely as you can."),
        error_messages={
            "required": _("Write what the customer said."),
            "max_length": _(
                "Use at most %(limit_value)d characters; these are %(show_value)d. Write it down in parts."
            ),
        },
        widget=forms.Textarea(attrs={"rows": 5, "class": "said small"}),
    )
    source = forms.ChoiceField(
        label=_("How we heard of it"),
        choices=[(source.value, source.label) for source in HEARD_BY_STAFF],
        initial=Feedback.Source.SUPPORT,
        error_messages={
            "required": _("Choose how we heard of it."),
            "invalid_choice": _("There is no such way in; choose one of the list."),
        },
    )
    heard_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        error_messages={"invalid": _("Write a day and a time, such as 2026-11-21 09:30.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TO_THE_MINUTE),
    )
    voice = forms.ChoiceField(
        label=_("Whose words"),
        choices=Feedback.Voice.choices,
        initial=Feedback.Voice.OWN,
        widget=forms.RadioSelect,
        error_messages={"required": WHOSE, "invalid_choice": WHOSE},
    )
    quotable = forms.ChoiceField(
        label=_("May we quote it"),
        choices=Feedback.Quotable.choices,
        initial=Feedback.Quotable.NO,
        widget=forms.RadioSelect,
        error_messages={"required": QUOTING, "invalid_choice": QUOTING},
    )
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_heard_at(self) -> Any:
        """Refuse a day to come; a clock that runs a little fast is forgiven."""
        moment = self.cleaned_data["heard_at"]
        if moment and moment > clock.now() + timedelta(hours=1):
            raise forms.ValidationError(_now("This moment is still to come. Write when they said it."))
        return moment


def now_to_the_minute() -> str:
    """Return the present as the form's own time field shows it, in the viewer's zone."""
    return timezone.localtime(clock.now()).strftime(TO_THE_MINUTE)
