"""What staff type to link work, or to have it made."""

import re
import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.deliver.work_items import trackers
from wellheard.deliver.work_items.commands import Wish
from wellheard.deliver.work_items.commands.wanting import MOST_QUOTES
from wellheard.deliver.work_items.queries import text_of
from wellheard.deliver.work_items.trackers import Place
from wellheard.foundation.text.fields import LineField, WordsField

# Between a tracker and the place in it, in the value of a choice.
_BETWEEN = "|"
_QUOTE = re.compile(r"(conversation|feedback)-([0-9]{1,18})")


class LinkForm(forms.Form):
    """Link a piece of work by its address."""

    address = LineField(
        label=_("Address of the issue"),
        max_length=500,
        help_text=_("As your browser shows it, such as https://github.com/northwind/app/issues/12."),
        error_messages={"required": _("Paste the address of the issue.")},
    )


class WishForm(forms.Form):
    """Have a piece of work made. Nothing is sent before whoever asks has read what is sent, and to whom."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    place = forms.ChoiceField(label=_("Where"))
    title = LineField(label=_("Title"), max_length=250, error_messages={"required": _("Write a title.")})
    body = WordsField(
        label=_("What is to be done"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown. Leave out who asked: the tracker is told how many companies wait, never their names."),
    )

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        super().__init__(*arguments, **fields)
        self.fields["key"].initial = secrets.token_urlsafe(16)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (_value(tracker.key, place), _name(place)) for tracker, place in trackers.places()
        ]

    @property
    def picked(self) -> list[tuple[str, int]]:
        """What was chosen to be quoted, of something unusual; what cannot be read is left out."""
        read: Any = getattr(self.data, "getlist", lambda _name: [])
        found = [_QUOTE.fullmatch(value) for value in read("quotes")[:MOST_QUOTES]]
        return [(match[1], int(match[2])) for match in found if match]

    @property
    def text(self) -> str:
        """What would be written there, quotes included."""
        return text_of(self.cleaned_data["body"], self.picked, is_private=self.chosen.is_private)

    @property
    def chosen(self) -> Place:
        """Where it would be made, and who can read it there."""
        wanted = self.cleaned_data["place"]
        return next(place for tracker, place in trackers.places() if _value(tracker.key, place) == wanted)

    @property
    def wish(self) -> Wish:
        """What is asked for."""
        said = self.cleaned_data
        tracker, _between, place = said["place"].partition(_BETWEEN)
        return Wish(said["key"], tracker, place, said["title"], said["body"], tuple(self.picked))


def _value(tracker: str, place: Place) -> str:
    return f"{tracker}{_BETWEEN}{place.value}"


def _name(place: Place) -> str:
    who = _("private") if place.is_private else _("everybody can read it")
    return f"{place.name} ({who})"
