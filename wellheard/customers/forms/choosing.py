"""The one control by which any list is narrowed to some companies: those of a segment, or of a rule written in place."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment
from wellheard.customers.segments.among import Among
from wellheard.customers.segments.rules import RuleError, clean_rule

LONGEST_RULE = 2000


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


class RuleField(forms.CharField):
    """A rule as it stands in an address: the JSON of a segment's rule, or nothing."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_RULE, label=_("Companies by a rule"), **options)

    def clean(self, value: Any) -> dict[str, Any] | None:
        """Return the rule as it is stored. A ValidationError says what does not hold."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return clean_rule(json.loads(text))
        except (RuleError, ValueError, RecursionError) as problem:
            reason = str(problem) if isinstance(problem, RuleError) else _now("it cannot be read")
            said = _now("The rule in this address does not hold: %(reason)s") % {"reason": reason}
            raise forms.ValidationError(said) from problem


class SegmentForm(forms.Form):
    """A list that is narrowed by a segment and otherwise in its own ways."""

    segment = SegmentField()


class AmongForm(SegmentForm):
    """A list that is narrowed to the companies of a segment, or to those that fit a rule."""

    rule = RuleField()

    @property
    def among(self) -> Among | None:
        """Return who is meant; None for every company. A segment goes before a rule."""
        segment, rule = self._chosen.get("segment"), self._chosen.get("rule")
        return Among(segment, None if segment else rule) if segment or rule else None

    @property
    def _chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
