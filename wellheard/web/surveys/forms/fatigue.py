"""How much asking is too much, and who is left alone."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.surveys.commands.quiet import RuleFields
from wellheard.listen.surveys.models import FatigueRules
from wellheard.web.feedback.queries import companies_named, contacts_named
from wellheard.workspace.forms.fields import LineField, VersionField

PERSON, COMPANY = "person", "company"
MOST_NAMED = 8
NUMBERS = (
    "contact_days", "nps_days", "company_days", "company_most", "global_hours", "first_days", "stop_after", "urgent_hours",
)  # fmt: skip


def _number(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, help_text=help_text)


class RulesForm(forms.Form):
    """The pauses that hold for all surveys, and the days on which nobody is asked."""

    version = VersionField()
    contact_days = _number(_("One person at most once in"), 1000, _("Days, whatever it is about."))
    nps_days = _number(_("Whether they would recommend us once in"), 1000, _("Days."))
    company_most = _number(
        _("Of one company at most so many"), 10_000, _("People; a tenth of its seats where that is more.")
    )
    company_days = _number(_("Within"), 1000, _("Days."))
    global_hours = _number(_("Between any two questions"), 8760, _("Hours, whatever they ask about."))
    first_days = _number(_("Nobody in their first"), 1000, _("Days with us."))
    stop_after = _number(_("Nobody who left unanswered"), 20, _("Questions in a row; 0 for however many."))
    urgent_hours = _number(_("Nobody with an urgent conversation until"), 8760, _("Hours after it is closed."))
    holidays = WordsField(
        label=_("Days without questions"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One a line: 2026-12-24, or 2026-12-24/2026-12-31."),
    )
    stopped_through = forms.DateField(
        label=_("Ask nobody anything through"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day, such as 2026-12-24.")},
        help_text=_("As long as something is broken. Left empty, people are asked."),
    )

    @property
    def values(self) -> RuleFields:
        """Return what was written, as the command takes it."""
        said = self.cleaned_data
        last = said["stopped_through"]
        until = datetime.combine(last + timedelta(days=1), time()) if last else None
        rules: dict[str, Any] = {name: said[name] for name in NUMBERS}
        rules["holidays"] = said["holidays"].splitlines()
        rules["stopped_until"] = timezone.make_aware(until, clock.zone()) if until else None
        return cast("RuleFields", rules)


def initial_of(rules: FatigueRules) -> dict[str, Any]:
    """Return the rules as the form shows them."""
    until = rules.stopped_until
    is_stopped = until is not None and until > clock.now()
    return {
        "version": rules.version,
        **{name: getattr(rules, name) for name in NUMBERS},
        "holidays": "\n".join(rules.holidays),
        "stopped_through": clock.day_of(until - timedelta(seconds=1)) if until and is_stopped else None,
    }


class QuietForm(forms.Form):
    """Who is to be left alone: a person or a company, until a day or for good."""

    who = LineField(
        label=_("Person or company"),
        missing=_("Write a name or an e-mail address."),
        max_length=200,
        help_text=_("Name or e-mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.ChoiceField(
        label=_("Which of them"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    last_day = forms.DateField(
        label=_("Through"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day, such as 2026-12-24.")},
        help_text=_("Left empty, for good."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        typed = str(self.data.get("who", "")).strip()[:200] if self.is_bound else ""
        self.found: dict[str, Contact | Company] = {}
        if typed:
            self.found |= {f"{PERSON}:{one.pk}": one for one in contacts_named(typed, limit=MOST_NAMED)}
            self.found |= {f"{COMPANY}:{one.pk}": one for one in companies_named(typed, limit=MOST_NAMED)}
        self.fields["which"].choices = [(key, _called(one)) for key, one in self.found.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find who is meant; ask which of several."""
        cleaned = super().clean() or {}
        if cleaned.get("who") and not self.found:
            self.add_error("who", _now("Nobody goes by this name or address. Try a part of it."))
        elif len(self.found) > 1 and not cleaned.get("which") and "which" not in self.errors:
            self.add_error("which", _now("Choose which of these is meant."))
        last = cleaned.get("last_day")
        if last and last < clock.today():
            self.add_error("last_day", _now("This day is over; choose a later one, or none."))
        return cleaned

    @property
    def whom(self) -> dict[str, Any]:
        """Return who is meant, as the command takes it."""
        key = self.cleaned_data.get("which") or next(iter(self.found))
        kind, _colon, number = key.partition(":")
        return {"contact_id" if kind == PERSON else "company_id": int(number)}

    @property
    def until(self) -> datetime | None:
        """Return the moment from which they may be asked again."""
        last = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(last + timedelta(days=1), time()), clock.zone()) if last else None


def _called(one: Contact | Company) -> str:
    return _now("%(name)s (company)") % {"name": one} if isinstance(one, Company) else str(one)
