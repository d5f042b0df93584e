"""The questions of a survey as a form: parts that can be added, moved and taken out. No part of it needs a script.

Each question is called after its place: q0, q1 and so on; what an answer leads to is q0-b0, q0-b1. Buttons that change the form
are called `do`: add, remove:0, up:0, down:0, branch:0, find:0, look.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.fields import WordsField
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.drafts import MOST_LABEL, MOST_OPTIONS, QuestionDraft, is_link
from wellheard.listen.surveys.kinds import SCALES, WITH_OPTIONS
from wellheard.listen.surveys.models import Question, QuestionKind
from wellheard.web.portal.languages import languages_offered
from wellheard.workspace.forms.fields import LineField, VersionField

NEXT, END = "", "-"
MOST_SHORT = 80
# Nobody can choose from one.
FEWEST = 2
IDEA = "idea:"
_GO = _("Choose a question that comes later, or the end.")


def _line(label: Any, most: int = MOST_SHORT, **options: Any) -> LineField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return LineField(label=label, missing="", max_length=most, required=False, widget=widget, **options)


class FrameForm(forms.Form):
    """What stands around the questions: the survey's name, its languages, and what is said before and after."""

    version = VersionField()
    name = LineField(
        label=_("Name"), max_length=120, missing=_("Give the survey a name; customers never see it."),
        help_text=_("For us. Customers never see it."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    fallback = forms.ChoiceField(
        label=_("Written in"),
        help_text=_("Who reads none of its languages, or one in which a text is missing, reads this one."),
    )
    intro = _line(_("Said before the first question"), 300)
    thanks = _line(_("Said afterwards"), 300)
    next_label = _line(_("Next step"), help_text=_("A link below the thanks, such as “Read what is new”."))
    next_url = _line(_("Its address"), 500)
    subject = _line(_("Subject of the mail"), 200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = languages_offered()
        kept = self.initial.get("languages") or []
        choices = [*offered, *((code, code) for code in kept if code not in dict(offered))]
        for name in ("languages", "fallback"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A next step has both its words and an address that a link may have."""
        cleaned = super().clean() or {}
        label, url = cleaned.get("next_label", ""), cleaned.get("next_url", "")
        if url and not is_link(url):
            self.add_error("next_url", _now("Write an address that begins with https:// or with /."))
        if bool(label) != bool(url):
            missing = "next_url" if label else "next_label"
            self.add_error(missing, _now("A next step has words and an address; write both, or neither."))
        return cleaned

    @property
    def all_languages(self) -> list[str]:
        """The languages with the one that others fall back to first."""
        said = self.cleaned_data
        return list(dict.fromkeys([said["fallback"], *said["languages"]]))

    def texts(self, before: dict[str, Any]) -> dict[str, Any]:
        """Return the survey's own texts by language: those written here, and the others as they were."""
        said = self.cleaned_data
        names = ("intro", "thanks", "next_label", "next_url", "subject")
        return _with(before, self.all_languages, {name: said[name] for name in names})


class BranchForm(forms.Form):
    """Where an answer leads: to a later question, or to the end."""

    at_least = forms.TypedChoiceField(label=_("from"), required=False, coerce=int, empty_value=None)
    at_most = forms.TypedChoiceField(label=_("to"), required=False, coerce=int, empty_value=None)
    option = forms.ChoiceField(label=_("If they choose"), required=False)
    go = forms.ChoiceField(label=_("Then ask"), required=False, error_messages={"invalid_choice": _GO})

    def offer(self, kind: str, options: Iterable[tuple[str, str]], later: Iterable[tuple[str, str]]) -> None:
        """Say which answers and which questions there are."""
        scale = SCALES.get(kind)
        numbers = [(str(one), str(one)) for one in range(scale[0], scale[1] + 1)] if scale else []
        for name in ("at_least", "at_most"):
            self.fields[name].choices = [("", "–"), *numbers]  # type: ignore[attr-defined]
        self.fields["option"].choices = [("", _now("any answer")), *options]  # type: ignore[attr-defined]
        self.fields["go"].choices = [(NEXT, _now("the next one")), *later, (END, _now("nothing more"))]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input auto"

    @property
    def branch(self) -> dict[str, Any] | None:
        """Return the branch as it is kept; nothing where the answer leads on as it would anyway."""
        said = self.cleaned_data
        if not said.get("go"):
            return None
        kept: dict[str, Any] = {"go": "" if said["go"] == END else said["go"]}
        kept |= {name: said[name] for name in ("at_least", "at_most") if said.get(name) is not None}
        if said.get("option"):
            kept["any_of"] = [said["option"]]
        return kept


class QuestionForm(forms.Form):
    """One question in the language it is written in."""

    key = forms.SlugField(max_length=40, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices)
    question = LineField(
        label=_("Question"), max_length=300, missing=_("Write what you ask."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    low = _line(_("What the lowest means"))
    high = _line(_("What the highest means"))
    placeholder = _line(_("Hint in the field"))
    options = WordsField(
        label=_("To choose from"),
        required=False,
        max_length=MOST_OPTIONS * (MOST_LABEL + 2),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("One a line."),
    )
    ideas = forms.MultipleChoiceField(label=_("Ideas to compare"), required=False, widget=forms.CheckboxSelectMultiple)
    find = _line(_("Find an idea by its words"), 100)
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False)
    is_shuffled = forms.BooleanField(label=_("In another order for each person"), required=False)

    def __init__(self, *args: Any, before: Question | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.before = before
        self.branches: list[BranchForm] = []
        self.found: list[Idea] = []
        chosen = self["ideas"].value() or []
        named = Idea.objects.unmerged().in_bulk([number_of(key) for key in chosen]).values() if chosen else []
        self.fields["ideas"].choices = [(f"{IDEA}{one.pk}", one.title) for one in named]  # type: ignore[attr-defined]

    @property
    def number(self) -> int:
        return int(str(self.prefix)[1:]) + 1

    @property
    def kind_now(self) -> str:
        """Which kind is chosen in the form as it stands."""
        kind = str(self["kind"].value() or "")
        return kind if kind in QuestionKind.values else QuestionKind.TEXT

    @property
    def has_scale(self) -> bool:
        return self.kind_now in SCALES

    @property
    def has_options(self) -> bool:
        return self.kind_now in WITH_OPTIONS

    @property
    def is_pair(self) -> bool:
        return self.kind_now == QuestionKind.PAIR

    @property
    def may_branch(self) -> bool:
        return self.has_scale or self.kind_now in {QuestionKind.CHOICE, QuestionKind.CHOICES}

    @property
    def labels(self) -> dict[str, str]:
        """The options as they stand in the form: label by key."""
        lines = [clean_line(line)[:MOST_LABEL] for line in str(self["options"].value() or "").splitlines()]
        return keyed([line for line in lines if line], self._labels_before())

    def _labels_before(self) -> dict[str, str]:
        if self.before is None:
            return {}
        said = self.before.texts_in(self.before.survey.fallback, self.before.survey.fallback).get("options", {})
        return {one["key"]: said.get(one["key"], "") for one in self.before.options if not one["key"].startswith(IDEA)}

    def clean(self) -> dict[str, Any]:
        """A question to choose from has at least two things to choose."""
        cleaned = super().clean() or {}
        labels, ideas = self.labels, cleaned.get("ideas") or []
        if self.has_options and len(labels) + len(ideas) < FEWEST:
            pair = _now("Choose at least two ideas, or write things to compare, one a line.")
            self.add_error("options", pair if self.is_pair else _now("Write at least two to choose from, one a line."))
        if self.has_options and len(labels) + len(ideas) > MOST_OPTIONS:
            self.add_error("options", _now("There are at most %(most)d to choose from.") % {"most": MOST_OPTIONS})
        return cleaned

    def draft(self, languages: list[str]) -> QuestionDraft:
        """Return the question as it is wanted; its texts in other languages stay as they were."""
        said = self.cleaned_data
        names = ["question"]
        names += ["low", "high"] if self.has_scale else []
        names += ["placeholder"] if self.kind_now == QuestionKind.TEXT else []
        texts: dict[str, Any] = {name: said[name] for name in names}
        labels = self.labels if self.has_options else {}
        ideas = said["ideas"] if self.is_pair else []
        return QuestionDraft(
            key=said["key"],
            kind=said["kind"],
            texts=_with(
                self.before.texts if self.before else {}, languages, texts | ({"options": labels} if labels else {})
            ),
            options=[{"key": key} for key in [*ideas, *labels]],
            is_required=said["is_required"],
            is_shuffled=said["is_shuffled"] and self.has_options,
            branches=_joined([one.branch for one in self.branches]) if self.may_branch else _led(self.branches),
        )


def number_of(key: str) -> int:
    """Return the number of an idea's key; 0, which none has, for anything else."""
    digits = str(key).removeprefix(IDEA)
    return int(digits) if is_whole_number(digits) else 0


def keyed(labels: list[str], before: dict[str, str]) -> dict[str, str]:
    """Give each label its key: the one it had, also when it is only worded anew, else one made of its letters."""
    known = {label: key for key, label in before.items()}
    gone = [key for key, label in before.items() if label not in labels]
    is_worded_anew = len(labels) == len(before)
    order = list(before)
    found: dict[str, str] = {}
    for place, label in enumerate(dict.fromkeys(labels)):
        key = known.get(label, "")
        if not key and is_worded_anew and order[place] in gone:
            key = order[place]
        found[_free(key or _key_of(label), {*found, *(set(before) - {key})})] = label
    return found


def _key_of(label: str) -> str:
    key = re.sub(r"[^a-z0-9-]", "", slugify(label))[:40].strip("-")
    # Other scripts have no letters a key may have.
    return key or "o" + hashlib.sha256(label.encode()).hexdigest()[:8]


def _free(key: str, taken: set[str]) -> str:
    numbers = (f"{key}-{number}" for number in range(2, MOST_OPTIONS + 3))
    return key if key not in taken else next(one for one in numbers if one not in taken)


def _with(before: dict[str, Any], languages: list[str], texts: dict[str, Any]) -> dict[str, Any]:
    """Return texts by language with those of the first language as they are written now; languages that are gone fall away."""
    others = {code: before[code] for code in languages[1:] if before.get(code)}
    return {languages[0]: {name: text for name, text in texts.items() if text}} | others


def _joined(branches: list[dict[str, Any] | None]) -> list[dict[str, Any]]:
    """Return branches with options that lead to the same question as one."""
    joined: list[dict[str, Any]] = []
    for branch in branches:
        if branch is None:
            continue
        last = joined[-1] if joined else {}
        if "any_of" in branch and "any_of" in last and last["go"] == branch["go"]:
            last["any_of"] = list(dict.fromkeys([*last["any_of"], *branch["any_of"]]))
        else:
            joined.append(branch)
    return joined


def _led(branches: list[BranchForm]) -> list[dict[str, Any]]:
    """Return where a question in words leads: always to the same one."""
    kept = next((one.branch for one in branches if one.branch), None)
    return [{"go": kept["go"]}] if kept else []
