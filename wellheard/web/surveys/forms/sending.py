"""The forms by which a survey leaves the product: a sample is drawn, and links are made."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.listen.surveys.commands.drawing import LATEST_REMINDER, MOST_AN_HOUR, MOST_PEOPLE, Plan
from wellheard.listen.surveys.models import Survey
from wellheard.web.feedback.queries import contacts_named
from wellheard.workspace.forms.fields import LineField, VersionField

BY = (("tier", _("Tier")), ("plan", _("Plan")), ("tenure", _("How long they are with us")))
_USUAL = {"by": ["tier", "plan", "tenure"], "per_hour": 200, "remind_after_days": 5}


class LinkForm(forms.Form):
    """How often somebody may answer by the public link."""

    version = VersionField()
    link_for = forms.ChoiceField(
        label=_("By it people answer"), choices=Survey.LinkFor.choices, widget=forms.RadioSelect
    )


class OwnLinkForm(forms.Form):
    """For whom a link of their own is made: one person, by name or address."""

    who = LineField(label=_("Name or address"), missing=_("Write who it is for."), max_length=200)

    person: Contact

    def clean_who(self) -> str:
        """Find the one person who is meant."""
        said: str = self.cleaned_data["who"]
        people = contacts_named(said, limit=2)
        if not people:
            raise forms.ValidationError(_now("Nobody goes by this name or address."))
        if len(people) > 1:
            raise forms.ValidationError(_now("Several people go by it; write the whole address."))
        self.person = people[0]
        return said


class DrawForm(forms.Form):
    """How many people, like whom, how fast, and when they are reminded."""

    size = forms.IntegerField(label=_("So many people"), min_value=1, max_value=MOST_PEOPLE)
    by = forms.MultipleChoiceField(
        label=_("In proportion by"),
        choices=BY,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each group gets its share of the sample, so that it is like all."),
    )
    per_hour = forms.IntegerField(label=_("Mails an hour, at most"), min_value=1, max_value=MOST_AN_HOUR)
    remind_after_days = forms.IntegerField(
        label=_("Remind once after so many days"),
        required=False,
        min_value=1,
        max_value=LATEST_REMINDER,
        help_text=_("Empty: nobody is reminded."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = _USUAL
        super().__init__(*args, **options)

    @property
    def plan(self) -> Plan:
        """Return what is wanted of the sample."""
        said = self.cleaned_data
        return Plan(said["size"], tuple(said["by"]), None, said["per_hour"], said["remind_after_days"])
