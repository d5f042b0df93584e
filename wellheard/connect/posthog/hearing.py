"""What PostHog's clients say of surveys: who was shown one, closed it, answered it or left it half way.

Every piece may come twice, late, or without the one before it: a showing and an answer have keys of their own.
"""

import hashlib
import logging
from typing import Any

import msgspec
from django.db import InterfaceError, OperationalError, transaction

from wellheard.connect.posthog.answering import answers_of
from wellheard.connect.posthog.people import id_of, person_of
from wellheard.connect.posthog.whom import asked_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.sources.front_door import Letter
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands import answer_survey, dismiss_survey, show_survey
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.errors import AnswerError, SurveyError
from wellheard.listen.surveys.models import Question, Survey

logger = logging.getLogger(__name__)

SHOWN, SENT, DISMISSED, ABANDONED = "survey shown", "survey sent", "survey dismissed", "survey abandoned"
NAMES = frozenset({SHOWN, SENT, DISMISSED, ABANDONED})

_NOT_HEARD = "This could not be taken here; the log says why. Replay it once that is mended."
_BESIDE = {"$current_url": "url", "$lib_version": "client"}


def is_of_survey(event: dict[str, Any]) -> bool:
    """Tell whether an event speaks of one of our surveys; those of PostHog itself have other ids."""
    name = event.get("event")
    return isinstance(name, str) and name in NAMES and is_whole_number(id_of(_properties(event).get("$survey_id")))


def hear_all(source: KnownSource, events: list[dict[str, Any]]) -> list[Letter]:
    """Note what was said of surveys; return what could not be understood. Raises where the database is away."""
    letters: list[Letter] = []
    for event in events:
        try:
            hear(source, event)
        except (AnswerError, SurveyError) as problem:
            letters.append((msgspec.json.encode(event), str(problem)))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # A client would send the same again and again, and what comes behind it would wait.
            logger.exception("what was said of a survey could not be heard", extra={"source": source.pk})
            letters.append((msgspec.json.encode(event), _NOT_HEARD))
    return letters


@transaction.atomic
def hear(source: KnownSource, event: dict[str, Any]) -> None:
    """Note one thing said of a survey. Raises SurveyError, AnswerError."""
    name, properties = event["event"], _properties(event)
    survey_id = int(id_of(properties.get("$survey_id")))
    distinct_id = id_of(event.get("distinct_id") or properties.get("distinct_id"))
    who = asked_of(person_of(distinct_id, properties), language=id_of(properties.get("$survey_language")))
    key = _display_key(source, survey_id, distinct_id, properties)
    answers = _answers(survey_id, properties) if name != SHOWN else []
    if answers:
        submission = _submission(survey_id, key, who, properties, is_claimed=not source.is_trusted)
        is_final = name == SENT and properties.get("$survey_completed") is not False
        answer_survey(survey_id=survey_id, who=who, submission=submission, answers=answers, is_final=is_final)
    if name != SENT:
        display = show_survey(survey_id=survey_id, who=who, channel=Survey.Channel.IN_APP, key=key)
        if name != SHOWN:
            dismiss_survey(display_id=display.pk)


def _answers(survey_id: int, properties: dict[str, Any]) -> list[Answered]:
    return answers_of(list(Question.objects.asked().filter(survey=survey_id)), properties)


def _submission(
    survey_id: int, display_key: str, who: Asked, properties: dict[str, Any], *, is_claimed: bool
) -> Submission:
    """Return under which key answers are kept: what comes later under the same replaces what was there."""
    said = id_of(properties.get("$survey_submission_id"))
    beside: dict[str, Any] = {ours: properties.get(theirs) for theirs, ours in _BESIDE.items()}
    if is_claimed and who.is_known:
        # A page said who it was, and nobody vouched for it.
        beside["identity"] = "claimed"
    return Submission(
        key=f"posthog:{survey_id}:{said}"[:120] if said else display_key,
        display_key=display_key,
        language=who.language,
        attributes=beside,
    )


def _display_key(source: KnownSource, survey_id: int, distinct_id: str, properties: dict[str, Any]) -> str:
    """Return what one showing is recognised by: a browser shows each iteration of a survey once."""
    where = id_of(properties.get("$device_id")) or distinct_id
    iteration = id_of(properties.get("$survey_iteration")) or "1"
    hashed = hashlib.sha256(f"{source.pk}\n{where}".encode()).hexdigest()[:32]
    return f"posthog:{survey_id}:{iteration[:12]}:{hashed}"


def _properties(event: dict[str, Any]) -> dict[str, Any]:
    properties = event.get("properties")
    return properties if isinstance(properties, dict) else {}
