"""The one control by which any list is narrowed to the companies of a segment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment


class SegmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A saved segment, or every company."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Segment"))
        options["error_messages"] = {"invalid_choice": _("This segment does not exist any more; choose another.")}
        super().__init__(
            queryset=Segment.objects.order_by("name", "pk"),
            required=False,
            empty_label=_("Every company"),
            widget=forms.Select(attrs={"class": "input auto"}),
            **options,
        )


class SegmentForm(forms.Form):
    """A list that is narrowed by a segment and otherwise in its own ways."""

    segment = SegmentField()
