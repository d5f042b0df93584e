"""Formulas, what ideas are scored by, and how fast evidence grows old."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.decide.demand.half_lives import VOTE, half_lives
from wellheard.decide.demand.models import Formula
from wellheard.decide.demand.queries.scores import newest_formulas
from wellheard.decide.demand.scores.arithmetic import LONGEST
from wellheard.decide.demand.scores.ranking import Room
from wellheard.decide.demand.scores.standard import MOST
from wellheard.listen.models import Feedback

# Ten years: older than any product stays the same.
LONGEST_LIFE = 3_650


class FormulaForm(forms.Form):
    """A formula of the team's own."""

    key = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=80)
    text = forms.CharField(
        label=_("Formula"),
        max_length=LONGEST,
        help_text=_("Names of inputs, numbers, + - * / ( ), min and max, as in: (3 * value + 2 * fit) / effort"),
    )
    effort = forms.CharField(
        label=_("Which input uses up capacity"), max_length=40, required=False, help_text=_("Empty: none of them.")
    )


class ScoringForm(forms.Form):
    """By which formula ideas are scored, and how much room there is."""

    formula = forms.ModelChoiceField(label=_("Formula"), queryset=Formula.objects.none(), empty_label=None)
    places = forms.IntegerField(label=_("How many are chosen at most"), min_value=1, max_value=500, required=False)
    capacity = forms.FloatField(
        label=_("How much effort there is"), min_value=0, max_value=MOST, required=False, help_text=_("As estimated.")
    )

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["formula"].queryset = newest_formulas()  # type: ignore[attr-defined]  # it is a model's choice

    @property
    def room(self) -> Room:
        """Return how much room there is."""
        return Room(self.cleaned_data["places"], self.cleaned_data["capacity"])


class HalfLivesForm(forms.Form):
    """After how many days each kind of evidence weighs half."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        labels: dict[str, Any] = dict(Feedback.Source.choices) | {VOTE: _("Votes")}
        for kind, days in half_lives().items():
            self.fields[kind] = forms.IntegerField(
                label=labels[kind], min_value=1, max_value=LONGEST_LIFE, initial=days, help_text=_("Days.")
            )
