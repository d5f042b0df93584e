"""Forms about people who work here."""

import zoneinfo
from functools import lru_cache

from django import forms
from django.conf import settings
from django.http import QueryDict  # noqa: TID251 - what a form reads
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.forms.fields import AddressField, LineField, VersionField
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Team
from wellheard.workspace.permissions import Role

# What the form calls "nothing chosen", so that the fields need not be called optional.
AUTOMATIC = "automatic"


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = AddressField(widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=pgettext_lazy("of a colleague", "Role"), choices=Role.choices, initial=Role.AGENT)


class StaffForm(forms.Form):
    """What somebody works as."""

    version = VersionField()
    role = forms.ChoiceField(label=pgettext_lazy("of a colleague", "Role"), choices=Role.choices)
    department = forms.ChoiceField(label=_("Department"), choices=Staff.Department.choices)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.by_name(), required=False, widget=forms.CheckboxSelectMultiple
    )


class DepartureForm(forms.Form):
    """Who takes over what somebody looks after who leaves."""

    to = forms.ModelChoiceField(
        label=_("Who takes it over"),
        queryset=Staff.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose who takes it over."),
            "invalid_choice": _("Choose a colleague who works here."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, leaver: Staff) -> None:
        super().__init__(data)
        colleagues = Staff.objects.at_work().exclude(pk=leaver.pk).order_by("name", "pk")
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """How somebody is called and reads pages."""

    name = LineField(
        label=_("Name"),
        missing=_("Write your name."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.TypedChoiceField(
        label=_("Language"),
        coerce=lambda chosen: chosen.removeprefix(AUTOMATIC),
        help_text=_("Dates, numbers and money follow it too."),
    )
    time_zone = forms.TypedChoiceField(
        label=_("Time zone"),
        coerce=lambda chosen: chosen.removeprefix(AUTOMATIC),
        help_text=_("Times are shown in it."),
    )
    theme = forms.ChoiceField(label=_("Appearance"), choices=Staff.Theme.choices, widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial={name: value or AUTOMATIC for name, value in initial.items()})
        self.fields["language"].choices = [(AUTOMATIC, _("As the browser")), *language_choices()]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            (AUTOMATIC, _("As the installation (%(zone)s)") % {"zone": installation().time_zone}),
            *zone_choices(),
        ]


@lru_cache(maxsize=1)
def language_choices() -> list[tuple[str, str]]:
    """Return each language by its own name, as its readers look for it."""
    names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
    return sorted(names, key=lambda language: language[1].casefold())


@lru_cache(maxsize=1)
def zone_choices() -> list[tuple[str, str]]:
    """Return the zones named after a place; the others are old names of the same."""
    places = (
        zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in sorted(places))]
