"""What came of each question: shares of its options, satisfied people, effort, stars, and how many wrote something."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wellheard.foundation.statistics.intervals import Mean, Share, mean, wilson
from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import Question, QuestionKind, ResponseItem
from wellheard.listen.surveys.options import labels_of
from wellheard.listen.surveys.results.scope import Scope

# Satisfied is who gives one of the two best of five.
TOP_BOXES = 2


@dataclass(frozen=True)
class Part:
    """One number or option of a question: how many of those who answered it chose this."""

    key: str
    label: str
    share: Share


@dataclass(frozen=True)
class Asked:
    """What came of one question, from how many people. `top` are the satisfied ones, `mean` the mean on its scale."""

    question: Question
    text: str
    people: int
    parts: list[Part]
    top: Share | None = None
    mean: Mean | None = None
    words: int = 0

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def is_scale(self) -> bool:
        """Whether it is answered with a number."""
        return self.question.kind in SCALES


def asked(scope: Scope, language: str) -> list[Asked]:
    """Return what came of each question of a survey, the last answer of each person, in three queries."""
    survey = scope.survey
    given: dict[int, dict[int | str, tuple[int | None, list[str], bool]]] = {}
    for question, person, number, options, has_words in _given(scope):
        given.setdefault(question, {})[person] = (number, options, has_words)
    questions = list(survey.questions.order_by("position", "pk"))
    labels = labels_of([one["key"] for question in questions for one in question.options])
    return [
        _asked(question, list(given.get(question.pk, {}).values()), labels, language, survey.fallback)
        for question in questions
        if question.retired_at is None or question.pk in given
    ]


def _given(scope: Scope) -> list[tuple[int, int | str, int | None, list[str], bool]]:
    columns = ("question_id", "response__contact_id", "response__device", "response_id", "number", "options", "words")
    rows = (
        ResponseItem.objects.filter(response__in=scope.responses())
        .order_by("response__answered_at", "response_id")
        .values_list(*columns)
    )
    return [
        (question, contact or device or f"#{response}", number, options, bool(words))
        for question, contact, device, response, number, options, words in rows
    ]


def _asked(
    question: Question,
    given: Sequence[tuple[int | None, list[str], bool]],
    labels: dict[str, str],
    language: str,
    fallback: str,
) -> Asked:
    texts = question.texts_in(language, fallback)
    numbers = [number for number, _options, _words in given if number is not None]
    if question.kind in SCALES:
        parts, people = _numbers(question, numbers), len(numbers)
    else:
        chosen = [options for _number, options, _words in given if options]
        parts, people = _options(question, chosen, labels | texts.get("options", {})), len(chosen)
    words = sum(has_words for _number, _options, has_words in given)
    return Asked(
        question,
        str(texts.get("question", question.key)),
        words if question.kind == QuestionKind.TEXT else people,
        parts,
        _top(question, numbers),
        mean(numbers) if question.kind in {QuestionKind.CES, QuestionKind.RATING} and numbers else None,
        words,
    )


def _numbers(question: Question, numbers: Sequence[int]) -> list[Part]:
    low, high = SCALES[question.kind]
    counts = Counter(numbers)
    return [Part(str(number), str(number), wilson(counts[number], len(numbers))) for number in range(low, high + 1)]


def _options(question: Question, chosen: Sequence[list[str]], labels: dict[str, str]) -> list[Part]:
    counts = Counter(key for options in chosen for key in set(options))
    keys = dict.fromkeys([*(str(one["key"]) for one in question.options), *counts])
    parts = [Part(key, labels.get(key, key), wilson(counts[key], len(chosen))) for key in keys]
    return sorted(parts, key=lambda part: -part.share.hits)


def _top(question: Question, numbers: Sequence[int]) -> Share | None:
    if question.kind != QuestionKind.CSAT or not numbers:
        return None
    highest = SCALES[question.kind][1]
    return wilson(sum(1 for number in numbers if number > highest - TOP_BOXES), len(numbers))
