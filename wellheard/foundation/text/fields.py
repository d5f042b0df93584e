"""Form fields that take what people really paste: what no screen can show falls away before anything is checked."""

from typing import Any

from django import forms

from wellheard.foundation.text.clean import clean_line, clean_words


class WordsField(forms.CharField):
    """Words over several lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_words(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A maxlength would cut off pasted words without a sound.
        return {key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"}


class LineField(forms.CharField):
    """A name, a title or a token: one line."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")
