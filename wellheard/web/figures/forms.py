"""Which period and segment the figures are asked for, and what is aimed at."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.learn.commands import MOST
from wellheard.learn.figures import FIGURES, Scope
from wellheard.learn.figures.figure import Unit
from wellheard.learn.figures.scope import PERIODS
from wellheard.workspace.forms.days import DaysForm
from wellheard.workspace.forms.fields import VersionField

UNITS = {
    Unit.WORKING_HOURS: _("Business hours, at most. Left empty, there is no target."),
    Unit.DAYS: _("Days, at most. Left empty, there is no target."),
    Unit.PERCENT: _("Percent, at least. Left empty, there is no target."),
    Unit.POINTS: _("Points, at least, up to 100. Left empty, there is no target."),
    Unit.OF_SEVEN: _("Of 7, at least. Left empty, there is no target."),
}
AT_MOST_PERCENT = _("Percent, at most. Left empty, there is no target.")


class ScopeForm(DaysForm):
    """Period, days and segment. Anything may be left out."""

    period = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    segment = SegmentField()

    @property
    def scope(self) -> Scope:
        """Return what was asked for, as far as it could be read."""
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        period = chosen.get("period") if chosen.get("period") in PERIODS else ""
        days = {"begins_on": chosen.get("begin"), "last_on": chosen.get("end")}
        return replace(Scope.of(period or "", **days), segment=chosen.get("segment"))


class TargetsForm(forms.Form):
    """The target of every figure in its own unit."""

    version = VersionField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for figure in FIGURES.values():
            is_low_share = figure.unit is Unit.PERCENT and figure.is_better_low
            self.fields[figure.key] = forms.FloatField(
                label=str(figure.name),
                required=False,
                min_value=0.1,
                max_value=MOST[figure.unit],
                help_text=AT_MOST_PERCENT if is_low_share else UNITS[figure.unit],
            )

    @property
    def targets(self) -> dict[str, float | None]:
        return {key: self.cleaned_data[key] for key in FIGURES}
