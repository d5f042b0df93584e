"""Which surveys PostHog's clients are offered, the same list for everybody, and which of them each person may be shown."""

import time
from typing import Any

from wellheard.connect.posthog.offering import as_posthog, flag_of
from wellheard.foundation import clock
from wellheard.listen.surveys import deciding
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.models import FatigueRules, Question, Survey

# Every page asks for the list; a survey that was just started is offered after so long. Ended ones stop at once, by their flag.
FRESH_SECONDS = 5.0
# Where a client does not say otherwise: it shows a survey again at the earliest after so long.
PAUSE_DAYS = 14


class _Kept:
    surveys: list[dict[str, Any]] = []
    until = 0.0


def offered() -> list[dict[str, Any]]:
    """Return the surveys that are asked in the product now."""
    if time.monotonic() >= _Kept.until:
        _Kept.surveys = _read()
        _Kept.until = time.monotonic() + FRESH_SECONDS
    return _Kept.surveys


def forget() -> None:
    """Read the surveys anew the next time."""
    _Kept.until = 0.0


def flags_for(who: Asked) -> dict[str, bool]:
    """Return for each survey that is offered whether this person may be shown it, wherever they are in the product."""
    surveys = offered()
    if not surveys or not who.is_anybody:
        return {}
    eligible = {survey.pk for survey in deciding.eligible(who, Place(channel=Survey.Channel.IN_APP))}
    return {flag_of(survey["id"]): int(survey["id"]) in eligible for survey in surveys}


def _read() -> list[dict[str, Any]]:
    running = Survey.objects.running().filter(channels__contains=[Survey.Channel.IN_APP]).order_by("-priority", "pk")
    surveys = [survey for survey in running if _is_in_its_dates(survey)]
    questions: dict[int, list[Question]] = {survey.pk: [] for survey in surveys}
    for question in Question.objects.asked().filter(survey__in=surveys):
        questions[question.survey_id].append(question)
    rules = FatigueRules.objects.first()
    pause_days = rules.contact_days if rules else PAUSE_DAYS
    return [
        as_posthog(survey, questions[survey.pk], pause_days=pause_days) for survey in surveys if questions[survey.pk]
    ]


def _is_in_its_dates(survey: Survey) -> bool:
    now = clock.now()
    return (survey.starts_at is None or survey.starts_at <= now) and (survey.ends_at is None or now < survey.ends_at)
