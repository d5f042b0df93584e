"""Which period and segment the figures are asked for, and what is aimed at."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.learn.commands import MOST
from wellheard.learn.figures import FIGURES, Figure, Scope
from wellheard.learn.figures.figure import Unit
from wellheard.learn.figures.scope import PERIODS
from wellheard.workspace.forms.days import DaysForm
from wellheard.workspace.forms.fields import VersionField
from wellheard.workspace.models import Area, Team, Tier

GONE = _("It is not there any more; choose another.")
UNITS = {
    Unit.WORKING_HOURS: _("Business hours, at most. Left empty, there is no target."),
    Unit.DAYS: _("Days, at most. Left empty, there is no target."),
    Unit.PERCENT: _("Percent, at least. Left empty, there is no target."),
    Unit.POINTS: _("Points, at least, up to 100. Left empty, there is no target."),
    Unit.OF_SEVEN: _("Of 7, at least. Left empty, there is no target."),
    Unit.PER_HUNDRED: _("For a hundred companies, at least. Left empty, there is no target."),
    Unit.MONEY: _("In the reporting currency, at least. Left empty, there is no target."),
}
# Of figures that are better low.
AT_MOST = {
    Unit.PERCENT: _("Percent, at most. Left empty, there is no target."),
    Unit.PER_HUNDRED: _("For a hundred companies, at most. Left empty, there is no target."),
    Unit.MONEY: _("In the reporting currency, at most. Left empty, there is no target."),
}


class _OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of our own tiers, areas or teams, or all of them."""

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(
            queryset=model._default_manager.order_by("name", "pk"),  # noqa: SLF001 - documented
            required=False,
            widget=forms.Select(attrs={"class": "input auto"}),
            error_messages={"invalid_choice": GONE},
            **options,
        )


class ScopeForm(DaysForm):
    """Period, days, and of whom: segment, tier, area and team. Anything may be left out."""

    period = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    segment = SegmentField()
    tier = _OneOf(Tier, label=_("Tier"), empty_label=_("Every tier"))
    area = _OneOf(Area, label=_("Area"), empty_label=_("Every area"))
    team = _OneOf(Team, label=_("Team"), empty_label=_("Every team"))

    @property
    def scope(self) -> Scope:
        """Return what was asked for, as far as it could be read."""
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        period = chosen.get("period") if chosen.get("period") in PERIODS else ""
        days = {"begins_on": chosen.get("begin"), "last_on": chosen.get("end")}
        whom: dict[str, Any] = {name: chosen.get(name) for name in ("segment", "tier", "area", "team")}
        return replace(Scope.of(period or "", **days), **whom)

    def of(self, figure: Figure) -> list[forms.BoundField]:
        """Return by what a figure can be narrowed."""
        companies = [self["segment"], self["tier"]] if figure.of_companies else []
        areas = [self["area"]] if figure.tells_areas else []
        teams = [self["team"]] if figure.tells_teams else []
        return [*companies, *areas, *teams]

    @property
    def whom(self) -> list[forms.BoundField]:
        """Return everything figures can be narrowed by."""
        return [self[name] for name in ("segment", "tier", "area", "team")]


class TargetsForm(forms.Form):
    """The target of every figure in its own unit."""

    version = VersionField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for figure in FIGURES.values():
            ends = UNITS | AT_MOST if figure.is_better_low else UNITS
            self.fields[figure.key] = forms.FloatField(
                label=str(figure.name),
                required=False,
                min_value=0.1,
                max_value=MOST[figure.unit],
                help_text=ends[figure.unit],
            )

    @property
    def targets(self) -> dict[str, float | None]:
        return {key: self.cleaned_data[key] for key in FIGURES}
