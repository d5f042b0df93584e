"""What triage asks: which feedback is looked at, and what becomes of one or of many."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.forms.choosing import SegmentField
from wellheard.decide.models import Idea
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.listen.models import AsideReason, Feedback
from wellheard.web.feedback.commands import Order
from wellheard.web.feedback.forms.lists import GONE_AREA, GONE_CATEGORY, area_choices
from wellheard.web.feedback.passages import NotTheirWordsError, Part, places_of
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Area, Category, Staff

NOBODY = _("Nobody in particular")
GONE_STAFF = _("They do not work here any more; choose somebody else.")
NOTE = _("Note for colleagues")


class TriageFilter(forms.Form):
    """Which feedback is triaged, and in which order. All of it stands in the address, so that it can be kept and sent."""

    who = forms.ChoiceField(
        label=_("Assigned to"),
        choices=[("", _("Everybody’s")), ("me", _("Mine")), ("nobody", _("Nobody’s"))],
        required=False,
    )
    source = forms.ChoiceField(
        label=_("Heard through"), choices=[("", _("Any way in")), *Feedback.Source.choices], required=False
    )
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.all(), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    segment = SegmentField()
    order = forms.ChoiceField(
        label=_("Order"), choices=[("", _("Waiting longest")), ("paying", _("Paying most"))], required=False
    )
    view = forms.ChoiceField(choices=[("", ""), ("aside", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", _("Any area")), *area_choices()]  # type: ignore[attr-defined]
        codes = [(code, code.upper()) for code in languages]
        self.fields["language"].choices = [("", _("Any language")), *codes]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "input auto"

    @property
    def narrowed(self) -> dict[str, str]:
        """Return what was chosen as it stands in an address; what does not exist (any more) is left out."""
        self.is_valid()
        return {name: str(getattr(value, "pk", value)) for name, value in self.cleaned_data.items() if value}


class AsideForm(forms.Form):
    """Why there is nothing to do about it."""

    reason = forms.ChoiceField(
        label=_("Why is there nothing to do?"),
        choices=AsideReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why there is nothing to do about it.")},
    )
    note = LineField(label=NOTE, missing="", max_length=500, required=False)


class ThereForm(forms.Form):
    """How they can do it already, and what it was about."""

    how = WordsField(
        label=_("How they can do it"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They read exactly this, under their own words. The answer waits a while before it goes out."),
        error_messages={"required": _("Write how they can do it already; they read exactly that.")},
    )
    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.all(), required=False, error_messages={"invalid_choice": GONE_AREA}
    )
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.in_order(),
        required=False,
        empty_label=_("No category"),
        error_messages={"invalid_choice": GONE_CATEGORY},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", _("No area in particular")), *area_choices()]  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Who looks at it, and what they should know."""

    to = forms.ModelChoiceField(
        label=_("Who looks at it"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=NOBODY,
        error_messages={"invalid_choice": GONE_STAFF},
    )
    note = LineField(label=_("Note for them"), missing="", max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """To which quote each passage belongs; or quotes of one's own choice, whatever ends where."""

    own = WordsField(
        label=_("Quotes of your own choice"),
        help_text=_(
            "Anything they said, copied from above; an empty line between two quotes. "
            "Then the choice of sentences does not count."
        ),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input said small", "data-quotes": True}),
    )

    def __init__(self, *args: Any, parts: list[Part], words: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words
        self.places: list[tuple[int, int]] = []
        numbers = [(str(n), _("Quote %(n)d") % {"n": n}) for n in range(1, min(len(parts), 12) + 1)]
        for number, part in enumerate(parts):
            self.fields[f"part{number}"] = forms.ChoiceField(
                label=part.words,
                choices=[*numbers, ("", _("Leave it out"))],
                required=False,
                initial=str(min(number + 1, len(numbers))) if len(parts) <= len(numbers) else "1",
                widget=forms.Select(attrs={"class": "input auto"}),
                error_messages={"invalid_choice": _("Choose a quote for each passage, or leave it out.")},
            )

    @property
    def sentences(self) -> list[forms.BoundField]:
        """Return the question about each sentence."""
        return [bound for bound in self.visible_fields() if bound.name != "own"]

    def clean_own(self) -> str:
        """Find freely chosen quotes in what was said."""
        own = str(self.cleaned_data["own"])
        try:
            self.places = places_of(own, self.words)
        except NotTheirWordsError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return own

    def passages(self, parts: list[Part]) -> list[list[tuple[int, int]]]:
        """Return the passages of each quote, in the order of the quotes; neighbours are one passage."""
        if self.places:
            return [[place] for place in self.places]
        quotes: dict[int, list[tuple[int, int]]] = {}
        before = None
        for number, part in enumerate(parts):
            chosen = self.cleaned_data.get(f"part{number}") or ""
            spans = quotes.setdefault(int(chosen), []) if chosen else []
            if chosen and chosen == before:
                spans[-1] = (spans[-1][0], part.end)
            else:
                spans.append((part.begin, part.end))
            before = chosen
        return [quotes[number] for number in sorted(quotes)]


class QuotableForm(forms.Form):
    """Whether others may read it."""

    quotable = forms.ChoiceField(label=_("Quoting"), choices=Feedback.Quotable.choices)


class OrderForm(forms.Form):
    """What is done with many at once: one of four things."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("file", "link", "assign", "aside")])
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.all(), required=False)
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.in_order(), required=False, empty_label=_("No category")
    )
    idea = forms.ModelChoiceField(label=_("Idea"), queryset=Idea.objects.all(), required=False)
    to = forms.ModelChoiceField(
        label=_("Who looks at it"), queryset=Staff.objects.none(), required=False, empty_label=NOBODY
    )
    reason = forms.ChoiceField(
        label=_("Why is there nothing to do?"),
        choices=[("", _("Choose a reason")), *AsideReason.choices],
        required=False,
    )
    note = LineField(label=NOTE, missing="", max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", _("No area in particular")), *area_choices()]  # type: ignore[attr-defined]
        self.fields["to"].queryset = Staff.objects.at_work().order_by("name")  # type: ignore[attr-defined]

    @property
    def order(self) -> Order:
        """Return what was chosen, once the form is valid."""
        chosen = self.cleaned_data
        ids = {f"{name}_id": chosen[name].pk if chosen[name] else None for name in ("area", "category", "idea")}
        return Order(
            do=chosen["do"], assignee_id=chosen["to"].pk if chosen["to"] else None, reason=chosen["reason"], **ids
        )
