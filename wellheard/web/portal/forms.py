"""What visitors type on the portal. Nothing they typed is ever lost to a wrong field."""

import secrets
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.decide.models import Evidence
from wellheard.foundation.text.clean import clean_email
from wellheard.foundation.text.fields import LineField, WordsField
from wellheard.listen.commands import MOST_CHARACTERS
from wellheard.listen.models import Feedback, FeedbackPicture

CODE_DIGITS = 6
WORDS_ERRORS = {
    "required": gettext_lazy("There are no words in this yet. Write what you need."),
    "max_length": gettext_lazy(
        "This is %(show_value)d characters long, the most is %(limit_value)d. Shorten it or send it in parts; "
        "it is still below."
    ),
}


class PostForm(forms.Form):
    """Something a visitor needs, and who may read it."""

    words = WordsField(
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "input said small", "placeholder": gettext_lazy("Say it in your own words")}
        ),
        error_messages=WORDS_ERRORS,
    )
    quotable = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        choices=[
            (Feedback.Quotable.NO, gettext_lazy("Only the team")),
            (Feedback.Quotable.UNNAMED, gettext_lazy("All, without my name")),
            (Feedback.Quotable.NAMED, gettext_lazy("All, with my name")),
        ],
        initial=Feedback.Quotable.NO,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who may read it."),
            "invalid_choice": gettext_lazy("Choose who may read it."),
        },
    )
    # A form that is sent twice is heard once.
    once = LineField(required=False, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(16))
    # People do not see this field; a machine that fills in everything gives itself away.
    website = LineField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Pictures that wait to go along, and what is to be said about files that cannot.
        self.kept: list[FeedbackPicture] = []
        self.problems: list[str] = []

    def clean_once(self) -> str:
        return self.cleaned_data["once"][:64] or secrets.token_urlsafe(16)

    @property
    def trap(self) -> str:
        """What stands in the field that people do not see; a machine's work, or an eager browser's."""
        return str(self.cleaned_data["website"])


class StoryForm(PostForm):
    """What a visitor went through with an idea."""

    words = WordsField(
        label=gettext_lazy("When did you need it last?"),
        help_text=gettext_lazy("A real day helps us more than a wish."),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input said small"}),
        error_messages=WORDS_ERRORS,
    )


class MendForm(forms.Form):
    """What somebody would rather have said."""

    words = WordsField(
        label=gettext_lazy("What you say"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "class": "input said small", "autofocus": True}),
        error_messages=WORDS_ERRORS,
    )


class EmailForm(forms.Form):
    """Where we may answer, and what to call them."""

    email = LineField(
        label=gettext_lazy("Your e-mail address"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={"required": gettext_lazy("Write the address we may answer to.")},
    )
    name = LineField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_email(self) -> str:
        address = clean_email(self.cleaned_data["email"])
        try:
            validate_email(address)
        except ValidationError as problem:
            raise ValidationError(_("This is not an e-mail address. Write one such as ada@example.com.")) from problem
        return address


class CodeForm(forms.Form):
    """The six digits from the mail."""

    code = LineField(
        label=gettext_lazy("The six digits from our mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "number"}
        ),
        error_messages={"required": gettext_lazy("Type the six digits from our mail.")},
    )

    def clean_code(self) -> str:
        # People copy spaces along, and not every keyboard types the digits 0 to 9.
        digits = "".join(str(unicodedata.digit(char)) for char in self.cleaned_data["code"] if char.isdecimal())
        if len(digits) != CODE_DIGITS:
            raise ValidationError(_("The code has six digits. Look at our newest mail and type them all."))
        return digits


class ImportanceForm(forms.Form):
    """How much an idea blocks somebody who wants it."""

    importance = forms.TypedChoiceField(
        choices=Evidence.Importance.choices,
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose one of the three: nice to have, important, or cannot work without."),
            "invalid_choice": gettext_lazy("Choose one of the three: nice to have, important, or cannot work without."),
        },
    )


class NeededByForm(forms.Form):
    """Until when somebody needs an idea; empty when no day matters."""

    needed_by = forms.DateField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, such as 2027-03-31.")},
    )
