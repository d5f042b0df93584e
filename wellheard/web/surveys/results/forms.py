"""What the results of a survey are narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.learn.models import Benchmark
from wellheard.listen.surveys.models import Survey, Wave
from wellheard.listen.surveys.results.scope import Scope
from wellheard.workspace.forms.days import NO_SUCH_DAY, DaysForm
from wellheard.workspace.forms.fields import LineField, VersionField

STEPS = ("month", "quarter")


class ResultsForm(DaysForm):
    """Segment, wave, channel and days. Anything may be left out."""

    segment = SegmentField()
    wave = forms.ModelChoiceField(
        queryset=Wave.objects.none(),
        label=_("Wave"),
        required=False,
        empty_label=_("Every wave"),
        widget=forms.Select(attrs={"class": "input auto"}),
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        required=False,
        choices=[("", _("Every channel")), *Survey.Channel.choices],
        widget=forms.Select(attrs={"class": "input auto"}),
    )

    def __init__(self, data: Any, *, survey: Survey) -> None:
        super().__init__(data)
        self.survey = survey
        waves = self.fields["wave"]
        waves.queryset = survey.waves.order_by("number")  # type: ignore[attr-defined]
        waves.label_from_instance = _wave_name  # type: ignore[attr-defined]

    @property
    def channel_name(self) -> str:
        """Return what the channel that is meant is called; nothing where none is."""
        channel = getattr(self, "cleaned_data", {}).get("channel")
        return str(Survey.Channel(channel).label) if channel else ""

    @property
    def scope(self) -> Scope:
        """Return what was asked for, as far as it could be read."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        return Scope(
            self.survey,
            chosen.get("wave"),
            chosen.get("segment"),
            chosen.get("channel") or "",
            chosen.get("begin"),
            chosen.get("end"),
        )


def _wave_name(wave: Wave) -> str:
    return str(_("Wave %(number)s") % {"number": wave.number})


def _points(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=-100, max_value=100, **options)


class BenchmarkForm(forms.Form):
    """A band of scores that others report: whose, of which kind, and who says so since when."""

    version = VersionField()
    name = LineField(label=_("Of whom"), missing=_("Write whose scores these are."), max_length=120)
    kind = forms.ChoiceField(
        label=_("How they were asked"),
        choices=Benchmark.Kind.choices,
        help_text=_("Only surveys of the same kind are held against it."),
    )
    low = _points(_("From"))
    high = _points(_("To"))
    middle = _points(_("Middle"), required=False, help_text=_("Their median or mean, where it is known."))
    source = LineField(label=_("Source"), missing=_("Write who says so."), max_length=200)
    said_on = forms.DateField(
        label=_("Published on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_SUCH_DAY},
    )
    evidence = forms.ChoiceField(label=_("How good the source is"), choices=Benchmark.Evidence.choices)
