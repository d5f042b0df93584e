"""What was said in a talk, whose words it was, and what is done next; and the questions we ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.interviews.models import Interview
from wellheard.listen.models import Feedback
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Staff


class NotesForm(forms.Form):
    """The notes of a talk, which only we read."""

    version = VersionField()
    notes = WordsField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 14}))


class QuoteForm(forms.Form):
    """A passage of the notes that is in their words."""

    words = WordsField(
        label=_("Their words"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-quotes": "", "class": "said small"}),
        help_text=_("As they stand in the notes."),
        error_messages={"required": _("Take what they said from the notes.")},
    )
    contact = forms.ModelChoiceField(
        label=_("Who said it"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Somebody of the company"),
    )
    quotable = forms.ChoiceField(
        label=_("May we quote it"),
        choices=Feedback.Quotable.choices,
        initial=Feedback.Quotable.NO,
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, interview: Interview, **options: Any) -> None:
        super().__init__(*arguments, **options)
        guests = Contact.objects.filter(pk__in=interview.guests.values("contact")).order_by("name", "pk")
        self.fields["contact"].queryset = guests  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """Something that is done next."""

    title = LineField(label=_("What is done next?"), missing=_("Write what is to be done."), max_length=200)
    assignee = forms.ModelChoiceField(
        label=_("By whom"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day, such as 2026-12-24.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["assignee"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]


class GuideForm(forms.Form):
    """Questions to ask, one a line."""

    name = LineField(label=_("Name"), missing=_("Write a name."))
    questions = WordsField(
        label=_("Questions"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line. Ask about what they did, not about what they would do."),
        error_messages={"required": _("Write at least one question.")},
    )


class KnownGuideForm(GuideForm):
    """Questions as they are."""

    version = VersionField()
