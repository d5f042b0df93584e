"""What staff write about goals."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.learn.figures import FIGURES
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.goals.models import CheckIn, KeyResult, Objective
from wellheard.learn.goals.queries import whole
from wellheard.web.figures.forms import ScopeForm
from wellheard.workspace.forms.days import NO_SUCH_DAY
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Area, Staff, Team

MOST_WORDS = 2000
NUMBER = _("Write a number.")
NARROWS = ("segment", "tier", "area", "team")


class _Day(forms.DateField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages={"required": NO_SUCH_DAY, "invalid": NO_SUCH_DAY}, **options)


class _Words(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3}), **options)


class ObjectiveForm(forms.Form):
    """An objective."""

    title = LineField(label=_("What do we want to reach?"), max_length=200, missing=_("Write what is to be reached."))
    why = _Words(label=_("What will be better for customers then?"))
    owner = forms.ModelChoiceField(
        label=_("Whose is it?"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.by_name(), required=False, empty_label=_("No team in particular")
    )
    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.by_name(), required=False, empty_label=_("No area in particular")
    )
    begins_on = _Day(label=_("First day"))
    last_on = _Day(label=_("Last day"))
    version = VersionField()

    def __init__(
        self, data: QueryDict | None, *, objective: Objective | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        initial = {"version": 0} | (initial or {})
        if objective:
            names = ("title", "why", "owner", "team", "area", "begins_on", "last_on", "version")
            initial = {name: getattr(objective, name) for name in names}
        super().__init__(data, initial=initial)
        self.fields["owner"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]

    @property
    def draft(self) -> ObjectiveDraft:
        return ObjectiveDraft(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ResultForm(ScopeForm):
    """A key result: what is measured, of whom, from where and to what."""

    title = LineField(label=_("By what shall we know?"), max_length=200, missing=_("Write what is measured."))
    figure = forms.ChoiceField(label=_("Read from"), required=False)
    unit = forms.CharField(label=_("Unit, where it is entered by hand"), required=False, max_length=30)
    begins_at = forms.FloatField(label=_("From"), error_messages={"required": NUMBER, "invalid": NUMBER})
    aims_at = forms.FloatField(label=_("To"), error_messages={"required": NUMBER, "invalid": NUMBER})
    ideas = forms.ModelMultipleChoiceField(
        label=_("Ideas that are to move it"), queryset=Idea.objects.none(), required=False
    )
    version = VersionField()

    field_order = ("title", "figure", *NARROWS, "unit", "begins_at", "aims_at", "ideas", "version")

    def __init__(self, data: QueryDict | None, *, result: KeyResult | None = None) -> None:
        initial: dict[str, Any] = {"version": 0}
        if result:
            names = ("title", "figure", "unit", "begins_at", "aims_at", "version")
            linked = list(result.ideas.values_list("idea_id", flat=True))
            initial = {name: getattr(result, name) for name in names} | result.scope | {"ideas": linked}
        super().__init__(data, initial=initial)
        for name in ("period", "begin", "end"):
            del self.fields[name]
        known = [(key, figure.name) for key, figure in FIGURES.items()]
        self.fields["figure"].choices = [("", _("Entered by hand")), *known]  # type: ignore[attr-defined]
        underway = [Idea.Status.PLANNED, Idea.Status.BUILDING, Idea.Status.BETA, Idea.Status.SHIPPED]
        offered = Idea.objects.unmerged().filter(status__in=underway) | Idea.objects.filter(
            pk__in=initial.get("ideas", [])
        )
        self.fields["ideas"].queryset = offered.order_by("title", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days are not asked for: an objective has its own."""
        return self.cleaned_data

    @property
    def draft(self) -> ResultDraft:
        written = self.cleaned_data
        return ResultDraft(
            title=written["title"],
            figure=written["figure"],
            scope={name: written[name].pk for name in NARROWS if written.get(name)},
            unit=written["unit"],
            begins_at=written["begins_at"],
            aims_at=written["aims_at"],
            idea_ids=tuple(idea.pk for idea in written["ideas"]),
        )


class CheckInForm(forms.Form):
    """How a key result goes."""

    value = forms.FloatField(label=_("Where it stands now"), required=False, error_messages={"invalid": NUMBER})
    confidence = forms.ChoiceField(
        label=_("How sure are you that it is reached?"),
        choices=CheckIn.Confidence.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how sure you are of it."),
            "invalid_choice": _("Choose how sure you are of it."),
        },
    )
    words = _Words(label=_("What happened, and what comes next?"))

    def __init__(self, *arguments: Any, result: KeyResult, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if result.is_bound:
            del self.fields["value"]


class ClosingForm(forms.Form):
    """How much of an objective was reached, and what we learnt."""

    grade = forms.DecimalField(
        label=_("Grade, from 0 to 1"),
        min_value=0,
        max_value=1,
        decimal_places=2,
        help_text=_("0: nothing was reached. 1: all of it. Where 0.7 is good, the aim was worth it."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"),
            _("A grade is a number from 0, nothing was reached, to 1, all of it."),
        ),
    )
    learnt = _Words(label=_("What did we learn?"))
    version = VersionField()


def this_quarter() -> tuple[date, date]:
    """Return the first and the last day of the present quarter."""
    quarter = whole("quarter")
    return quarter.begins_on, quarter.last_on
