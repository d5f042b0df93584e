"""What somebody answered in a client of PostHog, as answers to our questions.

Clients send the text of a choice in the language it was read in, numbers as numbers or text, and of what was skipped nothing.
"""

from collections.abc import Iterable
from typing import Any

from wellheard.connect.posthog.offering import QUESTION, question_key
from wellheard.connect.posthog.people import id_of
from wellheard.listen.surveys.asked import Answered, PairChoice
from wellheard.listen.surveys.commands.checking import side
from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import Question, QuestionKind
from wellheard.listen.surveys.options import labels_of

RESPONSE = "$survey_response"


def answers_of(questions: list[Question], properties: dict[str, Any]) -> list[Answered]:
    """Return the answers an event carries; what cannot be one of ours is left out."""
    by_key = {question.key: question for question in questions}
    language = id_of(properties.get("$survey_language"))
    found = []
    for question_id, said in _said(questions, properties).items():
        key, pair = question_key(question_id)
        if key in by_key and (one := _answered(by_key[key], said, pair, language)):
            found.append(one)
    return found


def _said(questions: list[Question], properties: dict[str, Any]) -> dict[str, Any]:
    """Return what was said by the question's id. Older clients count questions: the first has no number."""
    said: dict[str, Any] = {}
    for number, question in enumerate(questions):
        said[QUESTION + question.key] = properties.get(f"{RESPONSE}_{number}" if number else RESPONSE)
    told = properties.get("$survey_questions")
    for one in told if isinstance(told, list) else []:
        if isinstance(one, dict) and isinstance(one.get("id"), str) and one.get("response") is not None:
            said[one["id"]] = one["response"]
    named = f"{RESPONSE}_{QUESTION}"
    said |= {name[len(RESPONSE) + 1 :]: value for name, value in properties.items() if name.startswith(named)}
    pairs = {question_key(name)[0] for name in said if question_key(name)[1]}
    return {
        name: value
        for name, value in said.items()
        if value not in (None, "", []) and (question_key(name)[1] or question_key(name)[0] not in pairs)
    }


def _answered(question: Question, said: Any, pair: list[str], language: str) -> Answered | None:
    if question.kind in SCALES:
        number = _number(said)
        lowest, highest = SCALES[question.kind]
        return None if number is None or not lowest <= number <= highest else Answered(question.key, number=number)
    if question.kind == QuestionKind.TEXT:
        return Answered(question.key, words=_words(said))
    if question.kind == QuestionKind.PAIR:
        return _preferred(question, said, pair, language)
    return _chosen(question, said, language)


def _chosen(question: Question, said: Any, language: str) -> Answered:
    """Return the options chosen; a text that is none of them, as after a change, is kept in their words."""
    chosen = [text for text in (said if isinstance(said, list) else [said]) if isinstance(text, str)]
    keys = _keys_by_label(question, language)
    options = tuple(dict.fromkeys(keys[_plain(text)] for text in chosen if _plain(text) in keys))
    most = 1 if question.kind == QuestionKind.CHOICE else len(options)
    return Answered(
        question.key, options=options[:most], words=", ".join(text for text in chosen if _plain(text) not in keys)
    )


def _preferred(question: Question, said: Any, pair: list[str], language: str) -> Answered | None:
    offered = {option["key"] for option in question.options}
    if len(pair) != 2 or not set(pair) <= offered:  # noqa: PLR2004 - a pair
        return None
    chosen = _keys_by_label(question, language).get(_plain(_words(said)))
    if chosen not in pair:
        return None
    left, right = (side(key) for key in pair)
    vote = PairChoice(left=left, right=right, chosen="left" if chosen == pair[0] else "right")
    return Answered(question.key, pairs=(vote,))


def _keys_by_label(question: Question, language: str) -> dict[str, str]:
    """Return the option behind each label in any language; the one it was read in counts first."""
    named = {_plain(label): key for key, label in labels_of(option["key"] for option in question.options).items()}
    codes = sorted(question.texts, key=lambda code: code.lower() == language.lower())
    offered = {option["key"] for option in question.options}
    for code in codes:
        labels: Iterable[tuple[str, str]] = (question.texts[code].get("options") or {}).items()
        named |= {_plain(label): key for key, label in labels if key in offered}
    return named


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _words(said: Any) -> str:
    if isinstance(said, list):
        return ", ".join(_words(one) for one in said)
    return said if isinstance(said, str) else str(said) if isinstance(said, int | float) else ""


def _number(said: Any) -> int | None:
    if isinstance(said, bool):
        return None
    try:
        number = float(said)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None
