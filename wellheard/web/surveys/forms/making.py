"""Beginning a survey."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.listen.surveys.models import QuestionKind
from wellheard.web.surveys.ready import READY

NOTHING = "nothing"


class NewSurveyForm(forms.Form):
    """Which ready survey is taken, or a question of which kind it begins with."""

    ready = forms.ChoiceField(
        label=_("Begin with"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what to begin with."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    kind = forms.ChoiceField(label=_("Its first question"), choices=QuestionKind.choices, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ready = [(one.key, one.name) for one in READY]
        self.fields["ready"].choices = [*ready, (NOTHING, _("Nothing yet"))]  # type: ignore[attr-defined]
