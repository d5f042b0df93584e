"""Who answers a conversation, until when it is put off, how urgent it is."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.workspace.models import Staff, Team

LATER, TOMORROW, WEEK, REPLY = "later", "tomorrow", "week", "reply"
# What “later today” and “in the morning” mean.
_LATER_HOURS, _MORNING, _WEEK = 3, time(9), 7


class AssignForm(forms.Form):
    """Who answers it, and which team."""

    staff = forms.ModelChoiceField(
        label=_("Who answers it"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody in particular")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.by_name(), required=False, empty_label=_("No team")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input"


class SnoozeForm(forms.Form):
    """Until when it is put off: one of a few moments, a moment of one's own, or their reply."""

    choice = forms.ChoiceField(choices=[(one, one) for one in (LATER, TOMORROW, WEEK, REPLY, "own")])
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}),
        error_messages={"invalid": _("Write a day and a time, such as 2027-02-28 09:00.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a moment where none of the usual ones was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("choice") == "own" and not cleaned.get("until") and not self.errors:
            self.add_error("until", _("Say until when, with a day and a time."))
        return cleaned

    @property
    def moment(self) -> datetime | None:
        """Return until when, nothing for “until they reply”."""
        choice = self.cleaned_data["choice"]
        return self.cleaned_data["until"] if choice == "own" else moment_of(choice)


class PriorityForm(forms.Form):
    """How urgent it is."""

    priority = forms.TypedChoiceField(label=_("Priority"), choices=Conversation.Priority.choices, coerce=int)


class AsideForm(forms.Form):
    """Why it is nobody's work."""

    reason = forms.ChoiceField(
        label=_("Why is it nobody’s work?"),
        choices=ConversationAside.choices,
        error_messages={"required": _("Choose why it is set aside.")},
    )


def moment_of(choice: str) -> datetime | None:
    """Return the moment of a usual choice in the reader's own time: in three hours, tomorrow or next Monday at nine."""
    now = timezone.localtime(clock.now())
    if choice == LATER:
        return now + timedelta(hours=_LATER_HOURS)
    if choice == TOMORROW:
        return _morning(now + timedelta(days=1))
    return _morning(now + timedelta(days=_WEEK - now.weekday())) if choice == WEEK else None


def _morning(day: datetime) -> datetime:
    return datetime.combine(day.date(), _MORNING, day.tzinfo)
