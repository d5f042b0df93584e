"""When a talk is, with whom, and what it is about."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.listen.interviews.commands import MOST_MINUTES, People
from wellheard.listen.interviews.models import Guide, Interview
from wellheard.web.feedback.queries import companies_named
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Staff

TO_THE_MINUTE = "%Y-%m-%dT%H:%M"
# More people than anybody picks from a list; whoever is meant is then added on the page of the contact.
MOST_LISTED = 60
WHEN = {"required": _("Write a day and a time."), "invalid": _("Write a day and a time, such as 2026-11-21 09:30.")}


class TimeField(forms.DateTimeField):
    """A day and a time of whoever types it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TO_THE_MINUTE)
        super().__init__(label=_("When"), error_messages=WHEN, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """Refuse years nobody means."""
        moment = super().clean(value)
        if isinstance(moment, datetime) and not clock.now().year - 20 <= moment.year <= clock.now().year + 3:
            raise forms.ValidationError(_now("Nobody plans talks that far from now; correct the year."))
        return moment


class MinutesField(forms.IntegerField):
    """How long it lasts."""

    def __init__(self) -> None:
        super().__init__(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, initial=30)


def place_field() -> LineField:
    """Return the field for a link or a room."""
    return LineField(
        label=_("Where"),
        missing="",
        max_length=500,
        required=False,
        help_text=_("A link, a telephone number or a room."),
    )


class CompanyForm(forms.Form):
    """Which company to talk to, by its name."""

    named = LineField(
        label=_("Company"), missing=_("Write the name of a company."), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Find the companies that go by this name."""
        cleaned = super().clean() or {}
        self.found: list[Company] = companies_named(cleaned["named"]) if cleaned.get("named") else []
        if cleaned.get("named") and not self.found:
            self.add_error("named", _now("No company goes by this name. Write a part of it."))
        return cleaned


class PeopleFields(forms.Form):
    """Who takes part in a talk with a company."""

    contacts = forms.ModelMultipleChoiceField(
        label=_("With whom of theirs"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    host = forms.ModelChoiceField(
        label=_("Who leads it"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    companions = forms.ModelMultipleChoiceField(
        label=_("Who of us comes along"), queryset=Staff.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *arguments: Any, company: Company, guests: Iterable[int] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        people = Contact.objects.filter(memberships__company=company, erased_at=None).order_by("name", "pk")
        ids = [*people.values_list("pk", flat=True)[:MOST_LISTED], *guests]
        colleagues = Staff.objects.at_work().order_by("name")
        self.fields["contacts"].queryset = Contact.objects.filter(pk__in=ids).order_by("name", "pk")  # type: ignore[attr-defined]
        for name in ("host", "companions"):
            self.fields[name].queryset = colleagues  # type: ignore[attr-defined]


class PeopleForm(PeopleFields):
    """Others for a talk that is planned."""

    version = VersionField()

    def people(self) -> People:
        """Return who takes part."""
        said = self.cleaned_data
        return People(contacts=list(said["contacts"]), host=said["host"], companions=list(said["companions"]))


class PlanForm(PeopleFields):
    """A talk with people of a company."""

    kind = forms.ChoiceField(
        label=_("What kind of talk"),
        choices=Interview.Kind.choices,
        initial=Interview.Kind.CHECK_IN,
        widget=forms.RadioSelect,
        help_text=_("A check-in hears how they are; an interview is to learn something."),
    )
    title = LineField(
        label=_("What it is about"), missing="", max_length=200, required=False,
        help_text=_("Those invited read it."),
    )  # fmt: skip
    planned_at = TimeField(help_text=_("One in the past is written down as a talk that took place."))
    minutes = MinutesField()
    place = place_field()
    guide = forms.ModelChoiceField(
        label=_("Questions to ask"), queryset=Guide.objects.none(), required=False, empty_label=_("None")
    )
    invites = forms.BooleanField(
        label=_("Invite them by mail, with an entry for their calendar"), required=False, initial=True
    )

    field_order = (
        "kind", "title", "planned_at", "minutes", "place", "contacts", "host", "companions", "guide", "invites",
    )  # fmt: skip

    def __init__(self, *arguments: Any, company: Company, **options: Any) -> None:
        super().__init__(*arguments, company=company, **options)
        self.fields["guide"].queryset = Guide.objects.offered()  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Another time or place for a planned talk."""

    version = VersionField()
    planned_at = TimeField()
    minutes = MinutesField()
    place = place_field()


def suggested_time() -> datetime:
    """Return the hour a talk is offered for: ten o'clock, two days from now, in the zone of whoever plans."""
    day = clock.now() + timedelta(days=2)
    return localtime(day).replace(hour=10, minute=0, second=0, microsecond=0)
