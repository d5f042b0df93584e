"""What is asked about a message or a conversation before it is changed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.web.conversations.commands import managers_of
from wellheard.web.feedback.forms.filing import GONE_IDEA
from wellheard.web.feedback.passages import NotTheirWordsError, places_of
from wellheard.workspace.forms.fields import LineField
from wellheard.workspace.models import Area, Staff


class IdeaForm(forms.Form):
    """Which idea a message speaks for, and which passage of it does: the marked one, a copied one, or all of it."""

    idea = forms.ModelChoiceField(
        label=_("Idea"), queryset=Idea.objects.unmerged(), required=False, error_messages={"invalid_choice": GONE_IDEA}
    )
    new_title = LineField(label=_("A new idea"), missing="", max_length=200, required=False)
    begin = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    passage_words = WordsField(
        label=_("Only this passage"),
        required=False,
        max_length=20_000,
        help_text=_("Copied from above. Empty, the whole message counts."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, message: Message, **options: Any) -> None:
        super().__init__(*args, **options)
        self.message = message
        self.place: tuple[int | None, int | None] = (None, None)

    def clean_passage_words(self) -> str:
        """Find a copied passage in what was said."""
        copied = str(self.cleaned_data["passage_words"])
        try:
            places = places_of(copied, self.message.words)
        except NotTheirWordsError as problem:
            raise forms.ValidationError(str(problem)) from problem
        if places:
            self.place = places[0]
        return copied

    def clean(self) -> dict[str, Any]:
        """Ask for an idea, there or new."""
        cleaned = super().clean() or {}
        if not cleaned.get("idea") and not cleaned.get("new_title") and not self.errors:
            self.add_error("new_title", _("Choose an idea, or give a new one a title."))
        return cleaned

    @property
    def idea_id(self) -> int | None:
        idea = self.cleaned_data["idea"]
        return idea.pk if idea and not self.cleaned_data["new_title"] else None

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """Return where the passage stands: as copied, else as marked, else nothing for the whole message."""
        if self.place != (None, None):
            return self.place
        begin, end = self.cleaned_data["begin"], self.cleaned_data["end"]
        return (begin, end) if begin is not None and end is not None else (None, None)

    @property
    def passage(self) -> str:
        """Return the words that become feedback, as far as they are known before the form is sent."""
        begin, end = (self[name].value() for name in ("begin", "end"))
        words = self.message.words
        return words[int(begin) : int(end)] if str(begin).isdecimal() and str(end).isdecimal() else words[:2_000]


class PlacingForm(forms.Form):
    """Where a message belongs."""

    to = forms.ChoiceField(label=_("Where"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: Iterable[Conversation], **options: Any) -> None:
        super().__init__(*args, **options)
        own = ("", _("Into a conversation of its own"))
        self.fields["to"].choices = [own, *((str(one.pk), str(one)) for one in others)]  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """Which other conversation is the same one."""

    other = forms.IntegerField(
        label=_("The other one"), min_value=1, error_messages={"required": _("Choose the other conversation.")}
    )


class ProductForm(forms.Form):
    """Who of product looks at it, and what they should say."""

    manager = forms.ModelChoiceField(
        label=_("Product manager"),
        queryset=Staff.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose who looks at it."), "invalid_choice": _("Choose one of the list.")},
    )
    question = WordsField(
        label=_("What you need to know"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you need to know; they read exactly that.")},
    )

    def __init__(self, *args: Any, area: Area | None, **options: Any) -> None:
        super().__init__(*args, **options)
        managers = managers_of(area)
        self.fields["manager"].queryset = managers  # type: ignore[attr-defined]
        self.fields["manager"].initial = managers.first()
