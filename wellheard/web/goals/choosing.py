"""Choose for which key results something is decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.learn.goals.models import KeyResult
from wellheard.learn.goals.queries import choosable

FIELD = "key_results"


class KeyResultsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Key results of open objectives, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=KeyResult.objects.none(),
            label=_("For which key results"),
            help_text=_("It then stands with them, and in the report with the goals."),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("This key result is closed or gone. Choose another one, or none.")},
            **options,
        )

    def label_from_instance(self, obj: KeyResult) -> str:
        """Return the objective and by what we shall know."""
        return f"{obj.objective.title} · {obj.title}"


class ForKeyResults:
    """A form that may ask for which key results something is decided; where there are none, nothing is asked."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def offer_key_results(self) -> None:
        """Offer what can be chosen now; called once while the form is made."""
        field = self.fields[FIELD]
        rows = choosable()
        if rows.exists():
            field.queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields[FIELD]

    @property
    def result_ids(self) -> list[int]:
        """The key results that were chosen."""
        return [result.pk for result in self.cleaned_data.get(FIELD) or []]
