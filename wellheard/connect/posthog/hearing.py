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
from wellheard.connect.posthog.whom import token_in, whom_of, without_token
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
            letters.append((msgspec.json.encode(without_token(event)), str(problem)))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # A client would send the same again and again, and what comes behind it would wait.
            logger.exception("what was said of a survey could not be heard", extra={"source": source.pk})
            letters.append((msgspec.json.encode(without_token(event)), _NOT_HEARD))
    return letters


def hear(source: KnownSource, event: dict[str, Any]) -> None:
    """Note one thing said of a survey. Raises SurveyError, AnswerError."""
    properties = _properties(event)
    distinct_id = id_of(event.get("distinct_id") or properties.get("distinct_id"))
    # Before the transaction: keys may have to be fetched to believe a token.
    whom = whom_of(
        source,
        person_of(distinct_id, properties),
        token=token_in(properties, properties.get("$set"), event.get("$set")),
        language=id_of(properties.get("$survey_language")),
    )
    survey_id = int(id_of(properties.get("$survey_id")))
    key = _display_key(source, survey_id, distinct_id, properties)
    _note(event["event"], properties, survey_id=survey_id, who=whom.asked, key=key)


@transaction.atomic
def _note(name: str, properties: dict[str, Any], *, survey_id: int, who: Asked, key: str) -> None:
    answers = _answers(survey_id, properties) if name != SHOWN else []
    if answers:
        submission = _submission(survey_id, key, who, properties)
        is_final = name == SENT and properties.get("$survey_completed") is not False
        answer_survey(survey_id=survey_id, who=who, submission=submission, answers=answers, is_final=is_final)
    if name != SENT:
        display = show_survey(survey_id=survey_id, who=who, channel=Survey.Channel.IN_APP, key=key)
        if name != SHOWN:
            dismiss_survey(display_id=display.pk)


def _answers(survey_id: int, properties: dict[str, Any]) -> list[Answered]:
    return answers_of(list(Question.objects.asked().filter(survey=survey_id)), properties)


def _submission(survey_id: int, display_key: str, who: Asked, properties: dict[str, Any]) -> Submission:
    """Return under which key answers are kept: what comes later under the same replaces what was there."""
    said = id_of(properties.get("$survey_submission_id"))
    return Submission(
        key=f"posthog:{survey_id}:{said}"[:120] if said else display_key,
        display_key=display_key,
        language=who.language,
        attributes={ours: properties.get(theirs) for theirs, ours in _BESIDE.items()},
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
