"""What staff type about tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import LineField
from wellheard.workspace.models import Staff


class AssigneeForm(forms.Form):
    """Hand a task to somebody, or to nobody in particular."""

    assignee = forms.ModelChoiceField(
        label=_("Whose task is it?"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        super().__init__(*arguments, **fields)
        self.fields["assignee"].queryset = Staff.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]


class TaskForm(AssigneeForm):
    """Add a task by hand."""

    title = LineField(
        label=_("What is to be done?"),
        max_length=200,
        error_messages={
            "required": _("Write what is to be done."),
            "max_length": _("Keep it under 200 characters."),
        },
    )
    due_on = forms.DateField(
        label=_("Until when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    field_order = ("title", "assignee", "due_on")
