"""Which days a report covers, and what people write in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.learn.reports.commands.writing import LONGEST
from wellheard.learn.reports.models import Report
from wellheard.workspace.forms.days import DayField, DaysForm
from wellheard.workspace.forms.fields import VersionField
from wellheard.workspace.models import Staff

_TOO_LONG = {"max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d.")}


class NewReportForm(DaysForm):
    """The days of a new report."""

    kind = forms.ChoiceField(label=_("What"), choices=Report.Kind.choices, initial=Report.Kind.VOICE)

    def clean(self) -> dict[str, Any]:
        """Ask for both days."""
        chosen = super().clean()
        for name in ("begin", "end"):
            if not chosen.get(name) and name not in self.errors:
                self.add_error(name, _("Choose a day."))
        return chosen


class SectionForm(forms.Form):
    """What people write beside the numbers of a section."""

    version = VersionField()
    commentary = WordsField(
        label=_("For us"),
        required=False,
        max_length=LONGEST,
        help_text=_("What the numbers mean, and what they do not say. Only staff read it."),
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    public_text = WordsField(
        label=_("For customers"),
        required=False,
        max_length=LONGEST,
        help_text=_("Stands in the customers’ edition, as it is written here."),
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PointForm(forms.Form):
    """A finding or a decision wanted, in people's own words."""

    version = VersionField()
    words = WordsField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST,
        help_text=_("Left empty, the proposal stands."),
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ModelChoiceField(
        label=_("Who"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        error_messages={"invalid_choice": _("This colleague does not work here any more; choose another.")},
    )
    due_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = Staff.objects.at_work().order_by("name", "pk")  # type: ignore[attr-defined]
