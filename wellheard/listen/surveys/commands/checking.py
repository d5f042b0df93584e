"""Check answers against their questions: what does not fit is refused with a sentence, what is unknown is left out."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_words
from wellheard.listen.surveys.asked import Answered, PairChoice
from wellheard.listen.surveys.errors import AnswerError
from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import PairVote, Question, QuestionKind, Survey
from wellheard.listen.surveys.pairs import side

__all__ = ["Checked", "checked", "side"]

MOST_CHARACTERS = 10_000
MOST_PAIRS = 100
MOST_ANSWERS = 50
_SIDE = re.compile(r"(idea:\d{1,18}|option:[A-Za-z0-9_:.-]{1,70})")


@dataclass(frozen=True)
class Checked:
    """An answer that fits its question."""

    question: Question
    number: int | None
    options: tuple[str, ...]
    words: str
    pairs: tuple[PairChoice, ...]


def checked(survey: Survey, answers: list[Answered]) -> list[Checked]:
    """Return the answers that fit. A question that is not asked any more is answered all the same: it was on their screen.

    Raises AnswerError for a number off the scale and for an option that is not there.
    """
    questions = {question.key: question for question in survey.questions.all()}
    known = [(questions[one.question], one) for one in answers[:MOST_ANSWERS] if one.question in questions]
    return [_checked(question, one) for question, one in known]


def _checked(question: Question, one: Answered) -> Checked:
    return Checked(
        question=question,
        number=_number(question, one.number),
        options=_options(question, one.options),
        words=clean_words(one.words)[:MOST_CHARACTERS],
        pairs=_pairs(question, one.pairs),
    )


def _number(question: Question, number: int | None) -> int | None:
    if number is None or question.kind not in SCALES:
        return None
    lowest, highest = SCALES[question.kind]
    if not lowest <= number <= highest:
        raise AnswerError(
            _("This is a number from %(lowest)d to %(highest)d.") % {"lowest": lowest, "highest": highest},
            field=question.key,
        )
    return number


def _options(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    if question.kind not in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return ()
    there = [option["key"] for option in question.options]
    if not set(options) <= set(there) or (question.kind == QuestionKind.CHOICE and len(set(options)) > 1):
        raise AnswerError(_("Choose from what is offered."), field=question.key)
    return tuple(key for key in there if key in options)


def _pairs(question: Question, pairs: tuple[PairChoice, ...]) -> tuple[PairChoice, ...]:
    if question.kind != QuestionKind.PAIR:
        return ()
    offered = {side(option["key"]) for option in question.options}
    for pair in pairs[:MOST_PAIRS]:
        fits = {pair.left, pair.right} <= offered and pair.left != pair.right
        if not fits or pair.chosen not in PairVote.Chosen.values or not _SIDE.fullmatch(pair.left):
            raise AnswerError(_("Choose from what is offered."), field=question.key)
    return pairs[:MOST_PAIRS]
