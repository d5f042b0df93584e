"""The form about the company and the installation."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict  # noqa: TID251 - what a form reads
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.foundation.text.fields import LineField as PlainLine
from wellheard.foundation.text.fields import WordsField
from wellheard.workspace.commands.installation import MOST_ANSWER_HOURS, MOST_HOLD_MINUTES
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.forms.staff import language_choices, zone_choices
from wellheard.workspace.installation import held_by_operator, installation
from wellheard.workspace.models import Vendor

LATEST_HOLIDAYS_CHARACTERS = 8_000


class CompanyForm(forms.Form):
    """How the company is called, when it works, and how it writes. What the operator set can be seen but not changed."""

    version = VersionField()
    name = LineField(label=gettext_lazy("Name"), missing=gettext_lazy("Write a name."))
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    languages = PlainLine(
        label=gettext_lazy("Languages of the portal"),
        required=False,
        max_length=400,
        help_text=gettext_lazy(
            "Codes such as “en, lt, zh-hans”. Left empty, visitors read in the language of their browser."
        ),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    currency = PlainLine(label=gettext_lazy("Currency of the figures"), required=False, max_length=3)
    answer_within_hours = forms.IntegerField(
        label=gettext_lazy("Somebody reads what arrives within so many hours"),
        min_value=1,
        max_value=MOST_ANSWER_HOURS,
        required=False,
        help_text=gettext_lazy("Customers read this promise until there are real figures."),
    )
    hold_minutes = forms.IntegerField(
        label=gettext_lazy("Answers are held for so many minutes"),
        min_value=0,
        max_value=MOST_HOLD_MINUTES,
        required=False,
        help_text=gettext_lazy("While one is held, it can be edited or stopped."),
    )
    mail_from_name = PlainLine(label=gettext_lazy("Mail comes from the name"), required=False, max_length=80)
    mail_from_address = PlainLine(label=gettext_lazy("Mail comes from the address"), required=False, max_length=254)
    notes_opened_mail = forms.BooleanField(
        label=gettext_lazy("Note which answers were opened"),
        required=False,
        help_text=gettext_lazy("Off, mails carry nothing that tells us so."),
    )
    holidays = WordsField(
        label=gettext_lazy("Days on which nobody works"),
        required=False,
        max_length=LATEST_HOLIDAYS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, such as 2026-12-25."),
    )

    def __init__(self, data: QueryDict | None, *, vendor: Vendor) -> None:
        super().__init__(data, initial=_initial(vendor))
        self.fields["language"].choices = [("", _default("language")), *language_choices()]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [("", _default("time_zone")), *zone_choices()]  # type: ignore[attr-defined]
        for number, name in WEEKDAYS.items():
            self.fields[f"begins_{number}"] = _time_field(_("%(day)s from") % {"day": name})
            self.fields[f"ends_{number}"] = _time_field(_("%(day)s until") % {"day": name})
        # What stands empty says what holds meanwhile.
        for column in ("currency", "hold_minutes", "answer_within_hours"):
            self.fields[column].widget.attrs["placeholder"] = getattr(installation(), column)
        self._show_what_is_held()

    @property
    def week(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Return each weekday with its two fields."""
        return [(name, self[f"begins_{number}"], self[f"ends_{number}"]) for number, name in WEEKDAYS.items()]

    def clean_languages(self) -> list[str]:
        codes = [code.strip().lower() for code in self.cleaned_data["languages"].replace(";", ",").split(",")]
        chosen = list(dict.fromkeys(code for code in codes if code))
        unknown = [code for code in chosen if code not in dict(settings.LANGUAGES)]
        if unknown:
            raise forms.ValidationError(_("We know no language with the code “%(code)s”.") % {"code": unknown[0]})
        return chosen

    def clean_holidays(self) -> list[str]:
        days: list[str] = self.cleaned_data["holidays"].replace(",", "\n").split()
        for day in days:
            try:
                date.fromisoformat(day)
            except ValueError as problem:
                raise forms.ValidationError(
                    _("“%(day)s” is no day. Write each as 2026-12-25, one a line.") % {"day": day[:20]}
                ) from problem
        return days

    def clean(self) -> dict[str, Any]:
        for number in WEEKDAYS:
            begins, ends = self.cleaned_data.get(f"begins_{number}"), self.cleaned_data.get(f"ends_{number}")
            if bool(begins) != bool(ends):
                self.add_error(f"ends_{number}", _("Write both times, or none when nobody works that day."))
            elif begins and ends and begins >= ends:
                self.add_error(f"ends_{number}", _("A working day begins before it ends, on the same day."))
        return self.cleaned_data

    def wanted(self) -> dict[str, Any]:
        """Return what the command is to set."""
        data = self.cleaned_data
        hours = [(data[f"begins_{number}"], data[f"ends_{number}"]) for number in WEEKDAYS]
        plain = {name: value for name, value in data.items() if not name.startswith(("begins_", "ends_"))}
        own = {name: value for name, value in plain.items() if name not in held_by_operator()}
        return own | {"business_hours": [list(pair) if pair[0] else None for pair in hours]}

    def _show_what_is_held(self) -> None:
        for column, variable in held_by_operator().items():
            field = self.fields[column]
            field.disabled = True
            field.help_text = _("Set by whoever runs Wellheard (%(variable)s).") % {"variable": variable}


def _time_field(label: str) -> forms.RegexField:
    field = forms.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$",
        label=label,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "size": 5, "class": "auto number", "placeholder": "09:00"}
        ),
        error_messages={"invalid": _("Write a time such as 09:00.")},
    )
    field.widget.attrs["aria-label"] = label
    return field


def _default(column: str) -> str:
    usual = {"language": settings.LANGUAGE_CODE, "time_zone": settings.TIME_ZONE}
    return _("As whoever runs Wellheard set it (%(value)s)") % {"value": usual[column]}


def _initial(vendor: Vendor) -> dict[str, Any]:
    held, now = held_by_operator(), installation()
    columns = ("version", "name", "language", "time_zone", "currency", "hold_minutes", "answer_within_hours",
               "mail_from_name", "mail_from_address", "notes_opened_mail")  # fmt: skip
    values = {column: getattr(vendor, column) for column in columns}
    shown = {column: getattr(now, column) for column in held if hasattr(now, column)}
    hours = {
        f"{end}_{number}": day[place] if day else ""
        for number, day in enumerate(vendor.business_hours)
        for place, end in enumerate(("begins", "ends"))
    }
    return values | shown | hours | {"languages": ", ".join(vendor.languages), "holidays": "\n".join(vendor.holidays)}
