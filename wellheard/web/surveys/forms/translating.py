"""A survey's texts in another language, each beside the one it stands for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.fields import WordsField
from wellheard.listen.surveys.drafts import is_link
from wellheard.listen.surveys.models import Question, Survey
from wellheard.workspace.forms.fields import VersionField

OWN = ("intro", "thanks", "next_label", "next_url", "subject")
ASKED = ("question", "low", "high", "placeholder")
_LABELS: dict[str, Any] = {
    "intro": _("Said before the first question"),
    "thanks": _("Said afterwards"),
    "next_label": _("Next step"),
    "next_url": _("Its address"),
    "subject": _("Subject of the mail"),
    "question": _("Question"),
    "low": _("What the lowest means"),
    "high": _("What the highest means"),
    "placeholder": _("Hint in the field"),
}
MOST = 300


class TranslationForm(forms.Form):
    """A field for each text there is in the language that others fall back to. What is left empty is read in that one."""

    version = VersionField()

    def __init__(self, *args: Any, survey: Survey, questions: list[Question], language: str, **options: Any) -> None:
        options["initial"] = {"version": survey.version}
        super().__init__(*args, **options)
        self.survey, self.questions, self.language = survey, questions, language
        self.originals: dict[str, str] = {}
        there, fallback = survey.texts.get(language, {}), survey.texts.get(survey.fallback, {})
        for name in OWN:
            self._add(f"own.{name}", _LABELS[name], fallback.get(name, ""), there.get(name, ""))
        for number, question in enumerate(questions, start=1):
            self._add_question(number, question)

    def _add_question(self, number: int, question: Question) -> None:
        there, fallback = question.texts.get(self.language, {}), question.texts.get(self.survey.fallback, {})
        for name in ASKED:
            label = f"{number}. {_LABELS[name]}"
            self._add(f"{question.key}.{name}", label, fallback.get(name, ""), there.get(name, ""))
        for key, original in fallback.get("options", {}).items():
            said = there.get("options", {}).get(key, "")
            self._add(f"{question.key}.options.{key}", f"{number}. {_now('To choose from')}", original, said)

    def _add(self, name: str, label: Any, original: str, said: str) -> None:
        if not original:
            return
        widget = forms.TextInput(attrs={"dir": "auto", "lang": self.language, "placeholder": original})
        self.fields[name] = WordsField(label=label, required=False, max_length=MOST, initial=said, widget=widget)
        self.originals[name] = original

    def clean(self) -> dict[str, Any]:
        """A next step's address is one a link may have."""
        cleaned = super().clean() or {}
        url = cleaned.get("own.next_url", "")
        if url and not is_link(url):
            self.add_error("own.next_url", _now("Write an address that begins with https:// or with /."))
        return cleaned

    @property
    def pairs(self) -> list[tuple[str, forms.BoundField]]:
        """Each original with the field of its translation."""
        return [(original, self[name]) for name, original in self.originals.items()]

    def texts_of_survey(self) -> dict[str, Any]:
        """Return the survey's own texts with those of this language as they are written now."""
        said = {name: self.cleaned_data.get(f"own.{name}", "") for name in OWN}
        texts: dict[str, Any] = self.survey.texts
        return texts | {self.language: {name: text for name, text in said.items() if text}}

    def texts_of(self, question: Question) -> dict[str, Any]:
        """Return a question's texts with those of this language as they are written now."""
        said: dict[str, Any] = {name: self.cleaned_data.get(f"{question.key}.{name}", "") for name in ASKED}
        prefix = f"{question.key}.options."
        labels = {
            name.removeprefix(prefix): text
            for name, text in self.cleaned_data.items()
            if name.startswith(prefix) and text
        }
        written = {name: text for name, text in said.items() if text} | ({"options": labels} if labels else {})
        texts: dict[str, Any] = question.texts
        # What this page has no field for, such as the words on the button, stays.
        rest = {name: text for name, text in texts.get(self.language, {}).items() if name not in {*ASKED, "options"}}
        return texts | {self.language: rest | written}
