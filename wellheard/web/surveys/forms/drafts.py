"""A survey while somebody writes it: what was sent is read back into the same form, changed where a button asked for it."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from wellheard.decide.models import Idea
from wellheard.listen.surveys.drafts import MOST_QUESTIONS, QuestionDraft
from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import Question, QuestionKind, Survey
from wellheard.web.feedback.queries import ideas_named
from wellheard.web.surveys.forms.questions import END, IDEA, BranchForm, FrameForm, QuestionForm

MOST_BRANCHES = 12
_DOING = re.compile(r"(add|look|(?:remove|up|down|branch|find):([0-9]{1,2}))")
_FIELDS = ("key", "kind", "question", "low", "high", "placeholder", "options", "find")
_BRANCH_FIELDS = ("at_least", "at_most", "option", "go")

Sent = MultiValueDict[str, Any]
Said = dict[str, Any]


@dataclass
class SurveyDraft:
    """What stands around the questions, and the questions in their order."""

    frame: FrameForm
    questions: list[QuestionForm]
    wants_parts: bool = False

    @classmethod
    def of(cls, survey: Survey) -> "SurveyDraft":
        """Show a survey as it is."""
        frame = FrameForm(initial=_frame_of(survey))
        asked = list(_asked(survey))
        return cls(frame, _shown([_said_of(one, survey) for one in asked], {one.key: one for one in asked}))

    @classmethod
    def sent(cls, survey: Survey, data: Sent) -> "SurveyDraft":
        """Read what was sent. A button that changes the form saves nothing: the same again, changed, and without complaints."""
        before = {one.key: one for one in _asked(survey)}
        if "do" not in data:
            frame = FrameForm(data, initial=_frame_of(survey))
            return cls(frame, _bound(data, before))
        frame = FrameForm(initial=_sent_frame(data))
        return cls(frame, _shown(_done(_read(data), str(data.get("do", ""))), before), wants_parts=True)

    def is_valid(self) -> bool:
        """Tell whether it can be saved; every form is asked, so that all complaints are told at once."""
        forms = [self.frame, *self.questions, *(branch for one in self.questions for branch in one.branches)]
        wrong = [one for one in forms if not one.is_valid()]
        return not wrong

    @property
    def kind(self) -> str:
        """What the survey measures: its first number, else its first question."""
        kinds = [one.kind_now for one in self.questions]
        return next((kind for kind in kinds if kind in SCALES), kinds[0] if kinds else QuestionKind.TEXT)

    def drafts(self) -> list[QuestionDraft]:
        """Return the questions as they are wanted."""
        languages = self.frame.all_languages
        return [one.draft(languages) for one in self.questions]

    @property
    def problems(self) -> list[QuestionForm]:
        """The questions in which something is to be put right."""
        return [one for one in self.questions if one.errors or any(branch.errors for branch in one.branches)]


def _asked(survey: Survey) -> QuerySet[Question]:
    return Question.objects.asked().filter(survey=survey).select_related("survey")


def _frame_of(survey: Survey) -> Said:
    said = survey.texts.get(survey.fallback, {})
    names = ("intro", "thanks", "next_label", "next_url", "subject")
    own = {"version": survey.version, "name": survey.name, "languages": survey.languages, "fallback": survey.fallback}
    return own | {name: said.get(name, "") for name in names}


def _sent_frame(data: Sent) -> Said:
    names = [name for name in FrameForm.base_fields if name != "languages"]
    return {name: data.get(name, "") for name in names} | {"languages": data.getlist("languages")}


def _said_of(question: Question, survey: Survey) -> Said:
    said = question.texts.get(survey.fallback, {})
    labels = said.get("options", {})
    keys = [one["key"] for one in question.options]
    own = [labels.get(key, key) for key in keys if not key.startswith(IDEA)]
    return {
        "key": question.key,
        "kind": question.kind,
        **{name: said.get(name, "") for name in ("question", "low", "high", "placeholder")},
        "options": "\n".join(own),
        "ideas": [key for key in keys if key.startswith(IDEA)],
        "find": "",
        "is_required": question.is_required,
        "is_shuffled": question.is_shuffled,
        "branches": [row for branch in question.branches for row in _rows_of(branch)],
    }


def _rows_of(branch: Said) -> list[Said]:
    """Return a branch as rows of the form: one for each option."""
    row = {name: branch.get(name, "") for name in ("at_least", "at_most")} | {"go": branch.get("go") or END}
    return [row | {"option": option} for option in branch.get("any_of") or [""]]


def _read(data: Sent) -> list[Said]:
    """Return the questions of a form as they were typed."""
    return [_read_one(data, f"q{number}") for number in range(_count(data))]


def _count(data: Sent) -> int:
    return next((number for number in range(MOST_QUESTIONS) if f"q{number}-kind" not in data), MOST_QUESTIONS)


def _read_one(data: Sent, prefix: str) -> Said:
    read: Said = {name: data.get(f"{prefix}-{name}", "") for name in _FIELDS}
    read |= {name: f"{prefix}-{name}" in data for name in ("is_required", "is_shuffled")}
    read["ideas"] = data.getlist(f"{prefix}-ideas")[:MOST_QUESTIONS]
    rows = range(_branch_count(data, prefix))
    read["branches"] = [{name: data.get(f"{prefix}-b{row}-{name}", "") for name in _BRANCH_FIELDS} for row in rows]
    return read


def _branch_count(data: Sent, prefix: str) -> int:
    return next((row for row in range(MOST_BRANCHES) if f"{prefix}-b{row}-go" not in data), MOST_BRANCHES)


def _done(questions: list[Said], doing: str) -> list[Said]:
    """Return the questions after a button was pressed; one that means nothing changes nothing."""
    match = _DOING.fullmatch(doing)
    if match is None or doing == "look":
        return questions
    if doing == "add":
        return [*questions, new_question(questions)] if len(questions) < MOST_QUESTIONS else questions
    what, place = doing.split(":", maxsplit=1)[0], int(match[2])
    if place >= len(questions):
        return questions
    if what == "remove":
        return [one for number, one in enumerate(questions) if number != place]
    if what == "branch":
        questions[place]["branches"] = [*questions[place]["branches"], {}][:MOST_BRANCHES]
    other = place + {"up": -1, "down": 1}.get(what, 0)
    if 0 <= other < len(questions):
        questions[place], questions[other] = questions[other], questions[place]
    return questions


def new_question(questions: list[Said]) -> Said:
    """Return a question that nobody has written yet, under a key no other has."""
    taken = {one["key"] for one in questions}
    key = next(key for number in range(1, 100) if (key := f"question-{number}") not in taken)
    return {"key": key, "kind": QuestionKind.TEXT, "is_required": False, "branches": []}


def _shown(questions: list[Said], before: dict[str, Question]) -> list[QuestionForm]:
    forms = [
        QuestionForm(prefix=f"q{number}", initial=said, before=before.get(said["key"]))
        for number, said in enumerate(questions)
    ]
    for form, said in zip(forms, questions, strict=True):
        rows = said.get("branches") or []
        # One row more than there are, to be filled in without a button.
        shown = [*rows, {}][:MOST_BRANCHES]
        form.branches = [BranchForm(prefix=f"{form.prefix}-b{row}", initial=one) for row, one in enumerate(shown)]
        if said.get("find"):
            _offer_found(form, str(said["find"]))
    return _connected(forms)


def _bound(data: Sent, before: dict[str, Question]) -> list[QuestionForm]:
    forms = []
    for number in range(_count(data)):
        prefix = f"q{number}"
        form = QuestionForm(data, prefix=prefix, before=before.get(str(data.get(f"{prefix}-key", ""))))
        form.branches = [BranchForm(data, prefix=f"{prefix}-b{row}") for row in range(_branch_count(data, prefix))]
        forms.append(form)
    return _connected(forms)


def _offer_found(form: QuestionForm, words: str) -> None:
    """Offer the ideas that hold these words beside those that are chosen."""
    field = form.fields["ideas"]
    chosen = {key for key, _label in field.choices}  # type: ignore[attr-defined]
    form.found = [one for one in ideas_named(words) if f"{IDEA}{one.pk}" not in chosen]
    found = [(f"{IDEA}{one.pk}", one.title) for one in form.found if one.status != Idea.Status.SHIPPED]
    field.choices = [*field.choices, *found]  # type: ignore[attr-defined]


def _connected(forms: list[QuestionForm]) -> list[QuestionForm]:
    """Say at each question which others its answers may lead to."""
    names = [(str(one["key"].value() or ""), f"{one.number}. {_short(one)}") for one in forms]
    for place, form in enumerate(forms):
        for branch in form.branches:
            branch.offer(form.kind_now, form.labels.items(), names[place + 1 :])
    return forms


def _short(form: QuestionForm) -> str:
    said = str(form["question"].value() or "").strip()
    return f"{said[:50]}…" if len(said) > 50 else said or "–"  # noqa: PLR2004 - what fits into a control
