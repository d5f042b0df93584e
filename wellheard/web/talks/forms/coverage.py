"""What the list of whom we speak to is narrowed down to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.workspace.models import Staff, Tier


class CoverageFilter(forms.Form):
    """Tier, owner and segment. Anything may be left out."""

    tier = forms.ModelChoiceField(
        label=_("Tier"), queryset=Tier.objects.none(), required=False, empty_label=_("Any tier"),
        error_messages={"invalid_choice": _("There is no such tier; choose one of the list.")},
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Looked after by"), queryset=Staff.objects.none(), required=False, empty_label=_("Anybody"),
        error_messages={"invalid_choice": _("Nobody of this name works here; choose one of the list.")},
    )  # fmt: skip
    segment = SegmentField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["tier"].queryset = Tier.objects.in_order()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input auto"

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what is narrowed down to, as far as it can be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
