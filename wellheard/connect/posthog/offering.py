"""Our surveys in the form in which PostHog's clients show them.

The list is the same for everybody, so whom a survey is for stands behind a flag of its own (`flags`), which is decided here for
each person. Nothing of a survey's name or rule is told: anybody can read this list.
"""

import json
import re
import secrets
from datetime import timedelta
from html import escape
from typing import Any

from wellheard.connect.posthog.places import filters_of, url_of
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Question, QuestionKind, Survey
from wellheard.listen.surveys.queries import question_as_shown

# Clients report no use of flags that begin so.
FLAG = "survey-targeting-"
# A question's id: our key, and of a pair the two that were offered.
QUESTION, BETWEEN = "q-", "|"

_SCALES = {QuestionKind.NPS: 10, QuestionKind.CSAT: 5, QuestionKind.CES: 7, QuestionKind.RATING: 5}
_TYPES = {QuestionKind.TEXT: "open", QuestionKind.CHOICE: "single_choice", QuestionKind.CHOICES: "multiple_choice"}
# How PostHog parts the numbers of a scale for branching.
_BUCKETS: dict[int, dict[str, range]] = {
    5: {"negative": range(1, 3), "neutral": range(3, 4), "positive": range(4, 6)},
    7: {"negative": range(1, 4), "neutral": range(4, 5), "positive": range(5, 8)},
    10: {"detractors": range(7), "passives": range(7, 9), "promoters": range(9, 11)},
}


def flag_of(survey_id: int | str) -> str:
    """Return the flag that says whether somebody may be asked."""
    return f"{FLAG}{survey_id}"


def as_posthog(survey: Survey, questions: list[Question], *, pause_days: int) -> dict[str, Any]:
    """Return a survey as PostHog's clients want it, in its fallback language with all its translations beside.

    `pause_days` is how long a client itself asks nothing after anything it asked.
    """
    thanks = {code: _thanks(survey.texts_in(code)) for code in survey.languages or [survey.fallback]}
    events = _events(survey)
    return {
        "id": str(survey.pk),
        "name": f"survey-{survey.pk}",
        "description": "",
        "type": "popover",
        "questions": [_question(survey, questions, number) for number in range(len(questions))],
        "conditions": {
            **url_of(survey.trigger.get("pages") or []),
            "events": {"values": events, "repeatedActivation": False},
            "actions": {"values": []},
            "seenSurveyWaitPeriodInDays": None if survey.is_transactional else pause_days or None,
        },
        "appearance": {
            "whiteLabel": True,
            "position": "right",
            "displayThankYouMessage": bool(thanks[survey.fallback]),
            "surveyPopupDelaySeconds": survey.trigger.get("delay_seconds", 0),
            "thankYouMessageDescriptionContentType": "html",
            **thanks[survey.fallback],
        },
        "translations": {code: texts for code, texts in thanks.items() if code != survey.fallback and texts},
        "feature_flag_keys": None,
        "linked_flag_key": None,
        "targeting_flag_key": None,
        "internal_targeting_flag_key": flag_of(survey.pk),
        "start_date": (survey.started_at or survey.made_at).isoformat(),
        "end_date": None,
        # A client shows each iteration once and waits for fresh flags before it does: never from what it remembers.
        "schedule": "recurring",
        "current_iteration": iteration_of(survey, pause_days=pause_days),
        "current_iteration_start_date": None,
        "enable_partial_responses": True,
    }


def iteration_of(survey: Survey, *, pause_days: int) -> int:
    """Return which showing this is at the earliest; whether a person is asked again is decided for each."""
    days = {Survey.Schedule.EVERY: survey.every_days, Survey.Schedule.UNTIL_ANSWERED: pause_days}.get(
        Survey.Schedule(survey.schedule)
    )
    if not days:
        return 1
    running: timedelta = clock.now() - (survey.started_at or survey.made_at)
    return max(0, running.days) // days + 1


def with_pairs_drawn(survey: dict[str, Any]) -> dict[str, Any]:
    """Return a survey with two drawn for each question of one or the other, in either order."""
    return survey | {"questions": [_drawn(question) for question in survey["questions"]]}


def as_script(config: dict[str, Any], token: str) -> str:
    """Return a configuration as a script that may stand in any page."""
    named = f"window._POSTHOG_REMOTE_CONFIG[{_literal(token)}]"
    content = _literal({"config": config, "siteApps": []})
    return f"window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{{}};{named}={content};"


def _literal(content: object) -> str:
    return json.dumps(content).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _question(survey: Survey, questions: list[Question], number: int) -> dict[str, Any]:
    question = questions[number]
    texts = _question_texts(survey, question, survey.fallback, is_first=number == 0)
    others = [code for code in survey.languages if code != survey.fallback]
    shown: dict[str, Any] = {
        "id": f"{QUESTION}{question.key}",
        "type": _TYPES.get(QuestionKind(question.kind), "rating"),
        "optional": not question.is_required,
        "originalQuestionIndex": number,
        "descriptionContentType": "text",
        **texts,
        "translations": {code: _question_texts(survey, question, code, is_first=number == 0) for code in others},
    }
    if scale := _SCALES.get(QuestionKind(question.kind)):
        shown |= {"display": "number", "scale": scale, "skipSubmitButton": True}
    if question.kind == QuestionKind.CHOICE:
        shown |= {"skipSubmitButton": True}
    if question.is_shuffled:
        shown |= {"shuffleOptions": True}
    if question.kind == QuestionKind.PAIR:
        shown |= {"type": "single_choice", "skipSubmitButton": True, "keys": _keys(question, survey.fallback)}
    if branching := _branching(questions, question, shown):
        shown |= {"branching": branching}
    return shown


def _question_texts(survey: Survey, question: Question, language: str, *, is_first: bool) -> dict[str, Any]:
    """Return what is read of a question in one language."""
    own = question_as_shown(question, language, survey.fallback)
    intro = survey.texts_in(language).get("intro", "") if is_first else ""
    texts = {
        "question": own["question"],
        "description": intro,
        "lowerBoundLabel": own["low"],
        "upperBoundLabel": own["high"],
        "buttonText": own["button"],
        "choices": [option["label"] for option in own.get("options", [])],
    }
    return {name: text for name, text in texts.items() if text}


def _keys(question: Question, language: str) -> list[str]:
    return [option["key"] for option in question_as_shown(question, language, language).get("options", [])]


def _thanks(texts: dict[str, Any]) -> dict[str, str]:
    link, label = texts.get("next_url", ""), texts.get("next_label", "")
    found = {
        "thankYouMessageHeader": texts.get("thanks", ""),
        "thankYouMessageDescription": f'<a href="{escape(link)}" target="_blank">{escape(label)}</a>'
        if link and label
        else "",
    }
    return {name: text for name, text in found.items() if text}


def _events(survey: Survey) -> list[dict[str, Any]]:
    event = survey.trigger.get("event")
    if not event:
        return []
    return [{"name": event, "propertyFilters": filters_of(survey.trigger.get("properties") or [])}]


def _branching(questions: list[Question], question: Question, shown: dict[str, Any]) -> dict[str, Any]:
    """Return where answers lead. PostHog knows three parts of a scale: a part leads where most of its numbers do."""
    if not question.branches:
        return {}
    places: dict[str, Any] = {one.key: number for number, one in enumerate(questions)} | {"": "end"}
    if always := next((one for one in question.branches if set(one) == {"go"}), None):
        return _straight(places.get(always["go"], "end"))
    if buckets := _BUCKETS.get(shown.get("scale", 0)):
        parts = {
            name: _most_common([_way(question, number=number) for number in part]) for name, part in buckets.items()
        }
    elif shown["type"] == "single_choice":
        keys = [option["key"] for option in question.options]
        parts = {str(number): _way(question, option=key) for number, key in enumerate(keys)}
    else:
        return {}
    values = {name: places[way] for name, way in parts.items() if way is not None and way in places}
    return {"type": "response_based", "responseValues": values} if values else {}


def _straight(place: Any) -> dict[str, Any]:
    return {"type": "end"} if place == "end" else {"type": "specific_question", "index": place}


def _way(question: Question, *, number: int | None = None, option: str = "") -> str | None:
    """Return the key an answer leads to; None for whatever follows."""
    for branch in question.branches:
        fits_option = option in branch["any_of"] if "any_of" in branch else True
        fits_number = number is None or branch.get("at_least", number) <= number <= branch.get("at_most", number)
        if fits_option and fits_number:
            return str(branch["go"])
    return None


def _most_common(ways: list[str | None]) -> str | None:
    return max(ways, key=ways.count)


def _drawn(question: dict[str, Any]) -> dict[str, Any]:
    keys = question.get("keys")
    if not keys:
        return question
    shown = {name: value for name, value in question.items() if name != "keys"}
    numbers = secrets.SystemRandom().sample(range(len(keys)), min(2, len(keys)))
    shown["id"] = BETWEEN.join([question["id"], *(keys[number] for number in numbers)])
    shown["choices"] = [question["choices"][number] for number in numbers]
    shown["translations"] = {
        code: texts | {"choices": [texts["choices"][number] for number in numbers]}
        for code, texts in question["translations"].items()
        if len(texts.get("choices", [])) == len(keys)
    }
    return shown


def question_key(question_id: str) -> tuple[str, list[str]]:
    """Return the key of a question, and the two that were offered, from the id a client says."""
    key, *pair = re.sub(f"^{QUESTION}", "", question_id).split(BETWEEN)
    return key, pair
