"""Whom a survey asks, and when."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.segments import RuleForm, SegmentDraft
from wellheard.customers.models import Segment
from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.surveys.commands import SurveyFields
from wellheard.listen.surveys.drafts import StratumDraft
from wellheard.listen.surveys.models import Survey
from wellheard.listen.surveys.triggers import MOST_COUNT, MOST_DAYS, MOST_DELAY, MOST_PAGES
from wellheard.listen.usage.models import EventName
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Tier

MOST = 1_000_000
EMPTY_ROWS = 2
MOST_ROWS = 20
EVENTS_OFFERED = MOST_OFFERED = 200
OPERATORS = (
    ("is", _("is")),
    ("is_not", _("is not")),
    ("contains", _("contains")),
    ("starts_with", _("begins with")),
    ("at_least", _("is at least")),
    ("at_most", _("is at most")),
    ("is_set", _("is there")),
)
BEFORE = (
    ("answered", _("answered it")),
    ("not_answered", _("did not answer it")),
    ("shown", _("saw it")),
    ("not_shown", _("did not see it")),
    ("started", _("began it")),
)


def _number(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, **options)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    invalid = {"invalid": _("Write a day, such as 2026-12-24.")}
    return forms.DateField(label=label, required=False, widget=widget, error_messages=invalid, help_text=help_text)


class PropertyForm(forms.Form):
    """What an event has to say of itself."""

    name = LineField(label=_("Property"), missing="", max_length=100, required=False)
    op = forms.ChoiceField(label=_("compared"), choices=OPERATORS)
    value = LineField(label=_("with"), missing="", max_length=300, required=False)


class BeforeForm(forms.Form):
    """What they must or must not have been asked before."""

    survey = forms.TypedChoiceField(label=_("Survey"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("how it went"), choices=BEFORE)
    within_days = _number(_("within days"), 1, MOST_DAYS)


class StratumForm(forms.Form):
    """A group of which so many answers are wanted."""

    group = forms.ChoiceField(label=_("Group"), required=False)
    target = _number(_("Answers wanted"), 1, MOST)

    def clean(self) -> dict[str, Any]:
        """A group has a number."""
        cleaned = super().clean() or {}
        if cleaned.get("group") and not cleaned.get("target") and "target" not in self.errors:
            self.add_error("target", _now("Write how many answers of this group are wanted."))
        return cleaned


class AudienceForm(forms.Form):
    """Whom a survey asks, where and when, and when it is over; its rows stand in forms of their own."""

    version = VersionField()
    channels = forms.MultipleChoiceField(
        label=_("Where"),
        choices=Survey.Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose where it is asked.")},
    )
    audience = forms.ChoiceField(label=_("Whom"), widget=forms.RadioSelect)
    segment = forms.ModelChoiceField(
        label=_("Segment"),
        queryset=Segment.objects.order_by("name", "pk"),
        required=False,
        empty_label=_("No segment"),
        error_messages={"invalid_choice": _("This segment does not exist any more; choose another.")},
    )
    percent = forms.IntegerField(
        label=_("So many of a hundred of them"), min_value=1, max_value=100,
        help_text=_("Drawn by lot once: the same people on every visit and device."),
    )  # fmt: skip
    pages = WordsField(
        label=_("On these pages"),
        required=False,
        max_length=MOST_PAGES * 302,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line, such as /invoices or /projects/*; left empty, on every page."),
    )
    event = LineField(
        label=_("After this event"),
        missing="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "events-seen", "autocomplete": "off"}),
        help_text=_("As your product calls it; left empty, as soon as they are there."),
    )
    at_least = _number(_("At least so often"), 1, MOST_COUNT)
    within_days = _number(_("Within days"), 1, MOST_DAYS)
    delay_seconds = _number(_("Then wait, in seconds"), 0, MOST_DELAY)
    schedule = forms.ChoiceField(label=_("How often one person"), choices=Survey.Schedule.choices)
    every_days = _number(_("Again after days"), 1, 1000)
    is_transactional = forms.BooleanField(
        label=_("It asks about something that just happened"),
        required=False,
        help_text=_("The pauses after questions about us in general do not hold it back."),
    )
    priority = forms.IntegerField(
        label=_("Rank"),
        min_value=-1000,
        max_value=1000,
        help_text=_("Of several surveys that fit, the highest is asked."),
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    per_day = _number(_("At most so many a day"), 1, MOST, help_text=_("Spreads it over the days."))
    stop_at = _number(_("Ends at so many answers"), 1, MOST)
    stop_at_margin = _number(_("Ends when it is known to ± points"), 1, 50)

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        options.setdefault("initial", _initial(survey))
        super().__init__(*args, **options)
        self.survey = survey
        self.fields["audience"].choices = Survey.Audience.choices  # type: ignore[attr-defined]
        rows = self.data if self.is_bound else None
        self.rule = SegmentDraft.passing(survey.rule, "") if rows is None else SegmentDraft.sent(rows, RuleForm)  # type: ignore[arg-type]
        self.groups = Groups(survey)
        trigger = survey.trigger
        self.properties = _rows(PropertyForm, "p", rows, trigger.get("properties", []))
        self.before = _rows(
            BeforeForm, "b", rows, [one | {"state": one.get("is", "")} for one in trigger.get("after", [])]
        )
        self.strata = _rows(StratumForm, "s", rows, self.groups.initial)
        self._offer(survey)

    def _offer(self, survey: Survey) -> None:
        others = Survey.objects.exclude(pk=survey.pk).newest_first().values_list("pk", "name")[:200]
        surveys = [("", "–"), *((str(pk), name) for pk, name in others)]
        for one in self.before:
            one.fields["survey"].choices = surveys
        for one in self.strata:
            one.fields["group"].choices = self.groups.choices
        for row in (*self.properties, *self.before, *self.strata):
            for field in row.fields.values():
                field.widget.attrs["class"] = "input auto"

    def is_valid(self) -> bool:
        """Ask every row, so that all complaints are told at once."""
        wrong = [one for one in (*self.properties, *self.before, *self.strata) if not one.is_valid()]
        if wrong and not self.has_error(NON_FIELD_ERRORS):
            self.add_error(None, _now("A row cannot be read yet; below it stands what is missing."))
        return super().is_valid()

    def clean(self) -> dict[str, Any]:
        """Say what does not go together."""
        cleaned = super().clean() or {}
        if cleaned.get("audience") == Survey.Audience.SEGMENT and not cleaned.get("segment"):
            self.add_error("segment", _now("Choose the segment whose people are asked."))
        # Adding a row is no saving: what is half written is not complained of.
        is_own = cleaned.get("audience") == Survey.Audience.RULE and not self.rule.wants_rows
        if is_own and not self.rule.is_valid():
            self.add_error("audience", " ".join(str(one) for one in self.rule.form.non_field_errors()))
        if cleaned.get("schedule") == Survey.Schedule.EVERY and not cleaned.get("every_days"):
            self.add_error("every_days", _now("Write after how many days they are asked again."))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _now("The last day is before the first; change one of the two."))
        return cleaned

    @property
    def values(self) -> SurveyFields:
        """Return what was written, as the command takes it."""
        said = self.cleaned_data
        ends = said["ends_on"]
        return SurveyFields(
            channels=said["channels"],
            audience=said["audience"],
            segment=said["segment"] if said["audience"] == Survey.Audience.SEGMENT else None,
            rule=self.rule.rule if said["audience"] == Survey.Audience.RULE else None,
            percent=said["percent"],
            trigger=self._trigger(),
            schedule=said["schedule"],
            every_days=said["every_days"] if said["schedule"] == Survey.Schedule.EVERY else None,
            is_transactional=said["is_transactional"],
            priority=said["priority"],
            starts_at=_midnight(said["starts_on"]),
            ends_at=_midnight(ends + timedelta(days=1)) if ends else None,
            per_day=said["per_day"],
            stop_at=said["stop_at"],
            stop_at_margin=said["stop_at_margin"],
        )

    def _trigger(self) -> dict[str, Any]:
        said = self.cleaned_data
        pages = [line for line in (clean_line(one) for one in said["pages"].splitlines()) if line]
        trigger: dict[str, Any] = {"pages": pages, "event": said["event"], "delay_seconds": said["delay_seconds"] or 0}
        trigger |= {name: said[name] for name in ("at_least", "within_days") if said[name]}
        rows = [one.cleaned_data for one in self.properties]
        trigger["properties"] = [{name: row[name] for name in ("name", "op", "value")} for row in rows if row["name"]]
        before = [one.cleaned_data for one in self.before]
        trigger["after"] = [
            {"survey": row["survey"], "is": row["state"]}
            | ({"within_days": row["within_days"]} if row["within_days"] else {})
            for row in before
            if row["survey"]
        ]
        return trigger

    @property
    def wanted(self) -> list[StratumDraft]:
        """Return the groups, each once."""
        rows = {
            one.cleaned_data["group"]: one.cleaned_data["target"] for one in self.strata if one.cleaned_data["group"]
        }
        return [StratumDraft(*self.groups.named(key), target) for key, target in rows.items()]


class Groups:
    """What answers may be counted by: segments, tiers, and the groups a survey has already."""

    def __init__(self, survey: Survey) -> None:
        strata = list(survey.strata.all())
        kept = [(f"kept:{one.pk}", one.label) for one in strata]
        found = list(Segment.objects.order_by("name", "pk")[:MOST_OFFERED])
        ranks = list(Tier.objects.in_order())
        segments = [(f"segment:{one.pk}", one.name) for one in found]
        tiers = [(f"tier:{one.pk}", str(one)) for one in ranks]
        self._labels = dict([*kept, *segments, *tiers])
        self._rules: dict[str, Any] = {f"kept:{one.pk}": one.rule for one in strata}
        self._rules |= {f"segment:{one.pk}": one.rule for one in found}
        self._rules |= {f"tier:{one.pk}": {"all": [{"field": "tier", "op": "=", "value": one.pk}]} for one in ranks}
        self.initial = [{"group": f"kept:{one.pk}", "target": one.target} for one in strata]
        labels = {label for _key, label in kept}
        offered: list[tuple[Any, Any]] = [("", "–"), *([(_now("So far"), kept)] if kept else [])]
        offered += [(_now("Segments"), [one for one in segments if one[1] not in labels])]
        offered += [(_now("Tiers"), [one for one in tiers if one[1] not in labels])]
        self.choices = offered

    def named(self, key: str) -> tuple[str, dict[str, Any]]:
        """Return a group's name and rule."""
        return self._labels[key][:80], self._rules[key]


def events_seen() -> list[str]:
    """Return the events that were seen, the latest first, to choose from while typing."""
    names = EventName.objects.exclude(name="").newest_first().values_list("name", flat=True)
    return list(dict.fromkeys(names[:EVENTS_OFFERED]))


def _rows(kind: Any, prefix: str, data: Mapping[str, Any] | None, kept: list[dict[str, Any]]) -> list[Any]:
    if data is None:
        shown = [*kept, *({} for _row in range(EMPTY_ROWS))][: max(len(kept), MOST_ROWS)]
        return [kind(prefix=f"{prefix}{number}", initial=one) for number, one in enumerate(shown)]
    first = next(iter(kind.base_fields))
    count = next((n for n in range(MOST_ROWS) if f"{prefix}{n}-{first}" not in data), MOST_ROWS)
    return [kind(data, prefix=f"{prefix}{number}") for number in range(count)]


def _initial(survey: Survey) -> dict[str, Any]:
    plain = ("version", "channels", "audience", "segment", "percent", "schedule", "every_days", "is_transactional")
    numbers = ("priority", "per_day", "stop_at", "stop_at_margin")
    said = survey.trigger
    return {
        **{name: getattr(survey, name) for name in (*plain, *numbers)},
        "pages": "\n".join(said.get("pages", [])),
        **{name: said.get(name) for name in ("event", "at_least", "within_days", "delay_seconds")},
        "starts_on": _on(survey.starts_at),
        "ends_on": _on(survey.ends_at - timedelta(seconds=1)) if survey.ends_at else None,
    }


def _on(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None


def _midnight(on: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(on, time()), clock.zone()) if on else None
