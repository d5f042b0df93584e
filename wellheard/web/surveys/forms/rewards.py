"""What people get for answering a survey, in each of its languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.listen.surveys.commands.rewards import MOST_CODE, MOST_CODES, MOST_WINNERS
from wellheard.listen.surveys.models import Incentive, Survey
from wellheard.web.portal.languages import name_in_ours

MOST_TEXT = 500


class IncentiveForm(forms.Form):
    """Which kind of thanks there is, what is said of it, and how many win a draw."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("For answering there is"),
        choices=Incentive.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what people get.")},
    )
    winners = forms.IntegerField(
        label=_("So many win the draw"), min_value=1, max_value=MOST_WINNERS, help_text=_("Only a draw needs it.")
    )

    def __init__(self, *args: Any, survey: Survey, incentive: Incentive | None, **options: Any) -> None:
        there = incentive or Incentive(survey=survey)
        initial: dict[str, Any] = {"version": there.version, "kind": there.kind, "winners": there.winners}
        options["initial"] = initial
        super().__init__(*args, **options)
        self.survey, self.incentive = survey, incentive
        for code in survey.languages:
            said = there.texts.get(code, {}).get("text", "")
            label = _now("What they get, in %(language)s") % {"language": name_in_ours(code)}
            widget = forms.Textarea(attrs={"rows": 2, "dir": "auto", "lang": code})
            self.fields[f"text.{code}"] = WordsField(
                label=label,
                required=code == survey.fallback,
                max_length=MOST_TEXT,
                initial=said,
                widget=widget,
                error_messages={"required": _("Write what people get; they read it before they answer.")},
            )

    @property
    def texts_fields(self) -> list[forms.BoundField]:
        """The field of each language."""
        return [self[name] for name in self.fields if name.startswith("text.")]

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """Return what is said by language, as the command takes it."""
        said = {code: self.cleaned_data.get(f"text.{code}", "") for code in self.survey.languages}
        return {code: {"text": text} for code, text in said.items() if text}


class CodesForm(forms.Form):
    """Codes to give away, one a line."""

    codes = WordsField(
        label=_("More codes"),
        max_length=MOST_CODES * (MOST_CODE + 1),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One a line; each goes to one person, in this order."),
        error_messages={"required": _("Write at least one code.")},
    )
