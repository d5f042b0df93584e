"""What may still be changed of questions that people were asked: another question would mix two answers into one number."""

from typing import Any

from django.utils.translation import gettext as _

from wellheard.listen.surveys.drafts import QUESTION_TEXTS, QuestionDraft
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import Question, Survey

# A slip of the pen: so many letters put in, taken out or changed in one text.
MOST_LETTERS = 3
_SHAPE = ("kind", "options", "is_required", "is_shuffled", "branches")


def was_asked(survey: Survey) -> bool:
    """Tell whether anybody has seen the questions, or may see them now: from then on they stay as they are."""
    return bool(survey.shown_count) or survey.state != Survey.State.DRAFT


def require_same_languages(survey: Survey, languages: list[str]) -> None:
    """Languages may be added to a survey that asks; the first, and those in which people read it, stay. Raises SurveyError."""
    if languages[0] != survey.fallback or not set(survey.languages) <= set(languages):
        raise SurveyError(
            _("People read it in these languages already; you can add some, and the first one stays."),
            field="languages",
        )


def require_same_questions(survey: Survey, wanted: list[QuestionDraft]) -> list[str]:
    """Return the keys of the questions whose wording is corrected. Raises SurveyError for what is more than that.

    A question that was asked may be left out, from now on nobody is asked it; and others with keys of their own may follow.
    Translations may be written, and written anew, at any time: the first language says what an answer means. In that one only
    slips of the pen may be mended.
    """
    asked = {one.key: one for one in survey.questions.all()}
    there = [draft for draft in wanted if draft.key in asked]
    order = [one.key for one in survey.questions.asked()]
    still = [draft.key for draft in there if asked[draft.key].retired_at is None]
    if still != [key for key in order if key in still]:
        raise SurveyError(_copy_it(), field="questions")
    return [draft.key for draft in there if _is_corrected(asked[draft.key], draft, survey.fallback)]


def _is_corrected(question: Question, draft: QuestionDraft, fallback: str) -> bool:
    if any(getattr(question, name) != getattr(draft, name) for name in _SHAPE):
        raise SurveyError(_copy_it(), field=draft.key)
    before, after = _flat(question.texts.get(fallback, {})), _flat(draft.texts.get(fallback, {}))
    for name in {*before, *after}:
        if letters_apart(before.get(name, ""), after.get(name, "")) > MOST_LETTERS:
            raise SurveyError(_copy_it(), field=draft.key)
    return bool(question.texts != draft.texts)


def _flat(texts: dict[str, Any]) -> dict[str, str]:
    own = {name: str(texts[name]) for name in QUESTION_TEXTS if texts.get(name)}
    return own | {f"options.{key}": str(label) for key, label in texts.get("options", {}).items()}


def letters_apart(before: str, after: str) -> int:
    """Return how many letters have to be put in, taken out or changed to get from one text to another (Levenshtein, 1965)."""
    if abs(len(before) - len(after)) > MOST_LETTERS:
        return MOST_LETTERS + 1
    row = list(range(len(after) + 1))
    for number, letter in enumerate(before, start=1):
        corner, row[0] = row[0], number
        for place, other in enumerate(after, start=1):
            corner, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, corner + (letter != other))
    return row[-1]


def _copy_it() -> str:
    return _(
        "People have been asked this question already: another one would mix two answers into one number. Copy the survey."
    )
