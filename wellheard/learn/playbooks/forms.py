"""What staff type about playbooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment
from wellheard.learn.playbooks.beginnings import choices
from wellheard.learn.playbooks.commands import PlaybookDraft, StepDraft
from wellheard.learn.playbooks.commands.playbooks import MOST_DAYS, MOST_STEPS
from wellheard.learn.playbooks.conditions import (
    AT_LEAST,
    AT_MOST,
    MOST_VALUE,
    Condition,
    as_typed,
    conditions_of,
    offered,
    read,
)
from wellheard.learn.playbooks.errors import PlaybookError
from wellheard.learn.playbooks.models import Playbook, PlaybookStep
from wellheard.workspace.forms.fields import LineField, VersionField
from wellheard.workspace.models import Tier
from wellheard.workspace.permissions import Role

MORE_ROWS, MOST_CONDITIONS = 3, 4
OWNER = "owner"


class PlaybookForm(forms.Form):
    """A playbook's name, what begins it, and for which companies."""

    name = LineField(label=_("Name"), missing=_("Write a name."))
    begins_on = forms.ChoiceField(
        label=_("What begins it"),
        error_messages={
            "required": _("Choose what begins it."),
            "invalid_choice": _("Choose what begins it."),
        },
    )
    tier = forms.ModelChoiceField(
        label=_("Only for companies of the tier"),
        queryset=Tier.objects.none(),
        required=False,
        empty_label=_("Any tier"),
    )
    segment = forms.ModelChoiceField(
        label=_("Only for companies of the segment"),
        queryset=Segment.objects.none(),
        required=False,
        empty_label=_("Every company"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["begins_on"].choices = [("", "–"), *choices()]  # type: ignore[attr-defined]
        self.fields["tier"].queryset = Tier.objects.in_order()  # type: ignore[attr-defined]
        self.fields["segment"].queryset = Segment.objects.order_by("name", "pk")  # type: ignore[attr-defined]


class KnownPlaybookForm(PlaybookForm):
    """A playbook as it is."""

    version = VersionField()


class StepForm(forms.Form):
    """One step. A row without words is no step."""

    title = LineField(label=_("What is done"), missing="", max_length=160, required=False)
    after_days = forms.IntegerField(label=_("Days after"), min_value=0, max_value=MOST_DAYS, initial=0)
    who = forms.ChoiceField(label=_("By whom"), choices=[])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        roles = [(value, label) for value, label in Role.choices if value != Role.VIEWER]
        self.fields["who"].choices = [(OWNER, PlaybookStep.Who.OWNER.label), *roles]  # type: ignore[attr-defined]

    @property
    def draft(self) -> StepDraft | None:
        """Return the step; nothing for a row without words."""
        said = self.cleaned_data
        if not said.get("title"):
            return None
        is_owner = said["who"] == OWNER
        who = PlaybookStep.Who.OWNER if is_owner else PlaybookStep.Who.ROLE
        return StepDraft(said["title"], said["after_days"], who, "" if is_owner else said["who"])


class ConditionForm(forms.Form):
    """One thing that must hold for it to begin. A row where nothing is chosen is none."""

    chosen = forms.ChoiceField(label=_("Only if"), required=False)
    compared = forms.ChoiceField(
        label=_("is"), choices=[(AT_MOST, _("at most")), (AT_LEAST, _("at least"))], initial=AT_MOST
    )
    value = forms.DecimalField(
        label=_("Number or amount"), required=False, min_value=0, max_value=MOST_VALUE, decimal_places=2
    )

    # A row that is left as it was is not cleaned at all.
    condition: Condition | None = None

    def __init__(self, *arguments: Any, choices: Sequence[Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the condition, so that what is missing is said beside it."""
        said = super().clean() or {}
        if said.get("chosen") and not self.errors:
            try:
                self.condition = read(said["chosen"], said["compared"], said["value"])
            except PlaybookError as problem:
                self.add_error("value", str(problem))
        return said


class _OneList(forms.BaseFormSet):  # type: ignore[type-arg]
    """The conditions of one playbook: what may be chosen is read once for all rows."""

    @cached_property
    def _choices(self) -> list[Any]:
        return [("", "–"), *offered()]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Give each row what may be chosen."""
        return {**super().get_form_kwargs(index), "choices": self._choices}


ConditionForms = forms.formset_factory(ConditionForm, _OneList, extra=1, max_num=MOST_CONDITIONS)


# More rows than are filled in, so that steps can be added without scripts.
StepForms = forms.formset_factory(StepForm, extra=MORE_ROWS, max_num=MOST_STEPS)


def draft_of(form: PlaybookForm, steps: Any, conditions: Any) -> PlaybookDraft:
    """Return the playbook as it was written."""
    said = form.cleaned_data
    drafts = tuple(draft for one in steps.forms if (draft := one.draft))
    wanted = tuple(found for one in conditions.forms if (found := one.condition))
    return PlaybookDraft(said["name"], said["begins_on"], drafts, said["segment"], said["tier"], wanted)


@dataclass(frozen=True)
class Initial:
    """A playbook, its steps and conditions as the forms show them."""

    whole: dict[str, Any]
    steps: list[dict[str, Any]]
    conditions: list[dict[str, Any]]


def initial_of(playbook: Playbook) -> Initial:
    """Return a playbook as the forms show it."""
    steps = [
        {"title": step.title, "after_days": step.after_days, "who": step.role or OWNER}
        for step in playbook.steps.order_by("position")
    ]
    whole = {name: getattr(playbook, name) for name in ("name", "begins_on", "tier", "segment", "version")}
    return Initial(whole, steps, [as_typed(one) for one in conditions_of(playbook.conditions)])
