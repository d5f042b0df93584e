"""Fields that take what people really paste: invisible signs fall away, too much is refused in a sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text import fields
from wellheard.foundation.text.clean import clean_email


class LineField(fields.LineField):
    """A name: one line, nothing invisible in it, with sentences for what is missing or too long."""

    def __init__(self, *, missing: Any, max_length: int = 80, **options: Any) -> None:
        options["error_messages"] = {
            "required": missing,
            "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
        }
        super().__init__(max_length=max_length, **options)


class AddressField(forms.EmailField):
    """A mail address in the one form we compare."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Work mail"))
        options["error_messages"] = {
            "required": _("Write the mail address."),
            "invalid": _("Write a whole mail address, such as ines@example.com."),
            "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
        }
        super().__init__(max_length=254, **options)

    def to_python(self, value: Any) -> str:
        return clean_email(super().to_python(value) or "")


class VersionField(forms.IntegerField):
    """Which edit of a thing somebody read before they changed it; travels with the form unseen."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(min_value=0, error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE})


STALE_PAGE = _("This page is not complete. Load it again before you save.")
