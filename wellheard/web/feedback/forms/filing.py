"""How feedback is filed: one of each list, each choice with a key of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.foundation.text.fields import WordsField
from wellheard.understand.suggestions import Suggestion
from wellheard.web.feedback.commands import Filing
from wellheard.web.feedback.forms.lists import GONE_AREA, GONE_CATEGORY, area_choices
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Category

NONE = "none"
GONE_IDEA = _("This idea does not exist any more; choose another.")
# The rows of a keyboard, top to bottom, as the questions stand on the page.
AREA_KEYS, CATEGORY_KEYS, IDEA_KEYS = "123456789", "qwertyuiop", "asdfg"
NO_AREA_KEY = "0"


@dataclass(frozen=True)
class Option:
    """One choice of a list: its key on the keyboard, and whether it is chosen or only suggested."""

    value: str
    label: str
    key: str = ""
    is_chosen: bool = False
    is_suggested: bool = False
    alike: int = 0
    of: int = 0


class FilingForm(forms.Form):
    """Area, category and, where there are any, the ideas behind what a customer said."""

    area = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={"required": _("Choose what it is about."), "invalid_choice": GONE_AREA},
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        error_messages={"required": _("Choose what kind of thing it is."), "invalid_choice": GONE_CATEGORY},
        widget=forms.RadioSelect,
    )
    idea = forms.ModelMultipleChoiceField(
        label=_("Which ideas is it evidence for?"),
        queryset=Idea.objects.all(),
        required=False,
        error_messages={"invalid_choice": GONE_IDEA, "invalid_pk_value": GONE_IDEA},
    )
    new_title = LineField(
        label=_("Title"),
        missing="",
        max_length=200,
        required=False,
        help_text=_("The problem in a few words."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-key": "n", "aria-keyshortcuts": "n"}),
    )
    new_problem = WordsField(
        label=_("Problem"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.areas = area_choices()
        several = len(self.areas) > 1
        flat = [
            (str(pk), f"{product}: {name}" if several else name) for product, areas in self.areas for pk, name in areas
        ]
        self._choices = {
            "area": [*flat, (NONE, str(_("No area in particular")))],
            "category": [(str(category.pk), category.label) for category in Category.objects.in_order()],
        }
        for name, choices in self._choices.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        # Before anybody named categories, filing by area alone must be possible.
        self.fields["category"].required = bool(self._choices["category"])

    def clean(self) -> dict[str, Any]:
        """Ask for a title where there is a problem."""
        cleaned = super().clean() or {}
        if cleaned.get("new_problem") and not cleaned.get("new_title") and "new_title" not in self.errors:
            self.add_error("new_title", _("Give the new idea a title that names the problem in a few words."))
        return cleaned

    @property
    def filing(self) -> Filing:
        """Return what was chosen, once the form is valid."""
        chosen = self.cleaned_data
        return Filing(
            area_id=None if chosen["area"] == NONE else int(chosen["area"]),
            category_id=int(chosen["category"]) if chosen["category"] else None,
            idea_ids=tuple(idea.pk for idea in chosen["idea"]),
            new_title=chosen["new_title"],
            new_problem=chosen["new_problem"],
        )

    def area_options(self, suggested: Suggestion) -> list[Option]:
        """Return the areas with their keys."""
        options = self._options("area", AREA_KEYS, suggested.area_id, suggested.area_alike)
        last = options.pop()
        return [*options, Option(last.value, last.label, NO_AREA_KEY, last.is_chosen)]

    def category_options(self, suggested: Suggestion) -> list[Option]:
        """Return the categories with their keys."""
        return self._options("category", CATEGORY_KEYS, suggested.category_id, suggested.category_alike)

    def _options(self, field: str, keys: str, suggested: int | None, alike: tuple[int, int]) -> list[Option]:
        chosen = str(self[field].value() or "")
        return [
            Option(value, label, key, value == chosen, value == str(suggested), *alike)
            for (value, label), key in zip(self._choices[field], _padded(keys), strict=False)
        ]


def idea_options(ideas: Iterable[Idea]) -> list[tuple[Idea, str]]:
    """Return ideas with their keys."""
    return list(zip(ideas, _padded(IDEA_KEYS), strict=False))


def _padded(keys: str) -> Iterable[str]:
    """Yield the keys, then none: what comes late in a list is reached by arrow."""
    yield from keys
    while True:
        yield ""
