"""Surveys as the clients that show them need them."""

from typing import Any

from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import Question, Survey
from wellheard.listen.surveys.options import labels_of

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv"})


def as_shown(survey: Survey, language: str) -> dict[str, Any]:
    """Return a survey with everything a client needs to ask it, in a language or its fallback: codes, numbers and texts.

    A question's `scale` is its lowest and highest number. `branches` lead to the key of the question that follows, or to ""
    for the end; without one that fits, the next question follows.
    """
    own = survey.texts_in(language)
    questions = [question_as_shown(one, language, survey.fallback) for one in survey.questions.asked()]
    spoken = _spoken(survey, language)
    return {
        "id": survey.pk,
        "kind": survey.kind,
        "language": spoken,
        "direction": "rtl" if spoken.split("-")[0].split("_")[0].lower() in RIGHT_TO_LEFT else "ltr",
        "intro": own.get("intro", ""),
        "questions": questions,
        "thanks": {name: own.get(key, "") for name, key in _THANKS},
        "delay_seconds": survey.trigger.get("delay_seconds", 0),
    }


_THANKS = (("text", "thanks"), ("next_label", "next_label"), ("next_url", "next_url"))


def question_as_shown(question: Question, language: str, fallback: str) -> dict[str, Any]:
    """Return one question as a client shows it."""
    texts = question.texts_in(language, fallback)
    shown: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind,
        "required": question.is_required,
        "shuffled": question.is_shuffled,
        "branches": question.branches,
        **{name: texts.get(name, "") for name in ("question", "low", "high", "placeholder", "button")},
    }
    if question.kind in SCALES:
        shown["scale"] = list(SCALES[question.kind])
    if question.options:
        labels = labels_of([one["key"] for one in question.options]) | texts.get("options", {})
        shown["options"] = [
            {"key": one["key"], "label": labels[one["key"]]} for one in question.options if one["key"] in labels
        ]
    return shown


def next_question(questions: list[Question], at: Question, answer: dict[str, Any]) -> Question | None:
    """Return the question that follows an answer ({"number": …} or {"options": […]}); None at the end."""
    for branch in at.branches:
        if fits_branch(branch, answer):
            return next((one for one in questions if one.key == branch["go"]), None)
    later = [one for one in questions if one.position > at.position]
    return later[0] if later else None


def fits_branch(branch: dict[str, Any], answer: dict[str, Any]) -> bool:
    """Tell whether an answer leads along a branch; a branch without a condition takes every answer."""
    number = answer.get("number")
    if "at_least" in branch and (number is None or number < branch["at_least"]):
        return False
    if "at_most" in branch and (number is None or number > branch["at_most"]):
        return False
    return "any_of" not in branch or bool(set(branch["any_of"]) & set(answer.get("options") or ()))


def _spoken(survey: Survey, language: str) -> str:
    """Return the code of the language a survey is really shown in."""
    wanted = language.lower().replace("_", "-")
    known = {code.lower().replace("_", "-"): code for code in survey.languages}
    family = next((code for lower, code in known.items() if lower.split("-")[0] == wanted.split("-")[0]), "")
    return known.get(wanted) or family or survey.fallback
