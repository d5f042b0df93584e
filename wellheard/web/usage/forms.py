"""The forms of usage: placing the events of a whole page at once, and a pattern of one's own."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.usage.commands import ignore_event, place_event
from wellheard.listen.usage.models import EventName
from wellheard.listen.usage.patterns import MOST_CHARACTERS, PatternError, compiled
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Area

IGNORED = "ignored"
MOST = 200


class PlacingForm:
    """For each event of a page an area, none, or that it says nothing of use. What cannot be read is left as it is."""

    def __init__(self, data: QueryDict) -> None:
        said = {name.removeprefix("event-"): value for name, value in data.items() if name.startswith("event-")}
        self._said = {int(pk): str(value) for pk, value in said.items() if is_whole_number(pk)}

    def place(self) -> int:
        """Place the events whose choice is another now; return how many."""
        events = EventName.objects.in_bulk(list(self._said)[:MOST])
        areas = Area.objects.in_bulk([int(value) for value in self._said.values() if is_whole_number(value)][:MOST])
        return sum(self._place(event, areas) for event in events.values())

    def _place(self, event: EventName, areas: dict[int, Area]) -> bool:
        wanted = self._said[event.pk]
        if wanted == chosen(event) or (is_whole_number(wanted) and int(wanted) not in areas):
            return False
        if wanted == IGNORED:
            ignore_event(event_id=event.pk)
        else:
            place_event(event_id=event.pk, area=areas[int(wanted)] if is_whole_number(wanted) else None)
        return True


def chosen(event: EventName) -> str:
    """Return what is chosen for an event now."""
    return IGNORED if event.is_ignored else str(event.area_id or "")


class PatternForm(forms.Form):
    """A pattern of the owner's, and its name."""

    name = LineField(label=gettext_lazy("What it finds"), missing=gettext_lazy("Give it a name."), max_length=80)
    pattern = forms.CharField(
        label=gettext_lazy("Pattern"),
        max_length=MOST_CHARACTERS,
        strip=False,
        help_text=gettext_lazy("A regular expression that says how often things repeat, such as CUST-[0-9]{6}."),
        error_messages={"required": gettext_lazy("Write a pattern.")},
    )

    def clean_pattern(self) -> str:
        """Take a pattern that cannot keep us busy."""
        written = str(self.cleaned_data["pattern"])
        try:
            compiled(written)
        except PatternError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return written
