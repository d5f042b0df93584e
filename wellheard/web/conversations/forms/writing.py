"""What is written into a conversation, and what becomes of it then."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.foundation.text.clean import clean_email
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.conversations.commands import Pair
from wellheard.listen.conversations.said import MOST_CHARACTERS
from wellheard.web.conversations.forms.offered import Offered
from wellheard.web.feedback.forms.lists import GONE_AREA, GONE_CATEGORY
from wellheard.workspace.models import Area, Category

REPLY, NOTE = "reply", "note"
MOST_ADDRESSES = 50


class FilingForm(forms.Form):
    """What a conversation is about: an area and a category."""

    area = forms.ModelChoiceField(
        label=gettext_lazy("File under"),
        queryset=Area.objects.all(),
        required=False,
        error_messages={"invalid_choice": GONE_AREA},
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("as"),
        queryset=Category.objects.in_order(),
        required=False,
        error_messages={"invalid_choice": GONE_CATEGORY},
    )

    def __init__(self, *args: Any, offered: Offered | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        lists = offered or Offered()
        # Asked for only where the form is shown.
        self.fields["area"].choices = lambda: [("", _("Area")), *lists.areas]  # type: ignore[attr-defined]
        self.fields["category"].choices = lambda: [("", _("Category")), *lists.categories]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half where one was chosen."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("area")) != bool(cleaned.get("category")) and not self.errors:
            missing = "category" if cleaned.get("area") else "area"
            self.add_error(missing, _("Choose an area and a category; one says little without the other."))
        return cleaned

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return what was chosen, once the form is valid."""
        area, category = self.cleaned_data.get("area"), self.cleaned_data.get("category")
        return ((area.pk, category.pk),) if area and category else ()


class ComposerForm(FilingForm):
    """A reply or a note. `key` makes a double click one reply; `seen` is the newest message its writer has read."""

    kind = forms.ChoiceField(choices=[(REPLY, REPLY), (NOTE, NOTE)])
    words = WordsField(
        required=False, max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3, "data-draft": True})
    )
    to = forms.CharField(label=gettext_lazy("To"), required=False, max_length=2_000)
    cc = forms.CharField(label=gettext_lazy("Cc"), required=False, max_length=10_000)
    send_at = forms.DateTimeField(
        label=gettext_lazy("Send it later"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input auto"}),
    )
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("area", "category"):
            self.fields[name].widget.attrs["class"] = "input auto"

    def clean_to(self) -> tuple[str, ...]:
        """Read the addresses it goes to."""
        return _addresses(self.cleaned_data["to"])

    def clean_cc(self) -> tuple[str, ...]:
        """Read the addresses that are copied in."""
        return _addresses(self.cleaned_data["cc"])


def _addresses(written: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(clean_email(one) for one in written.replace(";", ",").split(",") if one.strip()))
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(_("These are too many addresses for one message; use at most 50."))
    for address in found:
        try:
            validate_email(address)
        except ValidationError as problem:
            raise ValidationError(
                _("“%(address)s” is not a whole mail address; write one such as ines@example.com.")
                % {"address": address[:100]}
            ) from problem
    return found
