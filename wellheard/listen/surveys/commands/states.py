"""Start asking, pause, end."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.surveys.commands.surveys import held
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.kinds import WITH_OPTIONS
from wellheard.listen.surveys.models import Question, Survey

STARTED = names.declare("survey.started", "A survey asks people from now on, or again after a pause.")
PAUSED = names.declare("survey.paused", "A survey asks nobody for now; who has begun may end.")
ENDED = names.declare("survey.ended", "A survey asks nobody any more; `because` says why.")


@transaction.atomic
def start_survey(*, survey_id: int) -> Survey:
    """Ask from now on, or from its first day. One that runs already goes on. Raises SurveyError for what is not ready."""
    survey = held(survey_id)
    if survey.is_running:
        return survey
    require_ready(survey)
    survey.state, survey.paused_at, survey.ended_at, survey.ended_because = Survey.State.RUNNING, None, None, ""
    survey.started_at = survey.started_at or clock.now()
    _save(survey, "paused_at", "ended_at", "ended_because", "started_at")
    ledger.record(STARTED, survey)
    return survey


@transaction.atomic
def pause_survey(*, survey_id: int) -> Survey:
    """Ask nobody for now; who has begun may still answer."""
    survey = held(survey_id)
    if survey.is_running:
        survey.state, survey.paused_at = Survey.State.PAUSED, clock.now()
        _save(survey, "paused_at")
        ledger.record(PAUSED, survey)
    return survey


@transaction.atomic
def end_survey(*, survey_id: int, because: str = Survey.Ending.BY_HAND) -> Survey:
    """Ask nobody any more. One that is over, or never began, stays as it is."""
    survey = held(survey_id)
    if survey.state in {Survey.State.RUNNING, Survey.State.PAUSED}:
        survey.state, survey.ended_at, survey.ended_because = (
            Survey.State.ENDED,
            clock.now(),
            Survey.Ending(because),
        )
        _save(survey, "ended_at", "ended_because")
        ledger.record(ENDED, survey, because=because)
    return survey


def require_ready(survey: Survey) -> None:
    """Raise SurveyError with what a survey still lacks before it can ask anybody."""
    if not survey.channels:
        raise SurveyError(_("Choose where it is asked."), field="channels")
    if survey.audience == Survey.Audience.SEGMENT and survey.segment_id is None:
        raise SurveyError(_("Choose the segment whose people are asked."), field="segment")
    if survey.audience == Survey.Audience.RULE and not survey.rule:
        raise SurveyError(_("Say whose people are asked."), field="rule")
    if survey.schedule == Survey.Schedule.EVERY and not survey.every_days:
        raise SurveyError(_("Say after how many days they are asked again."), field="every_days")
    if survey.ends_at and survey.ends_at <= clock.now():
        raise SurveyError(_("Its last day is over; choose another one."), field="ends_at")
    questions = list(survey.questions.asked())
    if not questions:
        raise SurveyError(_("Write at least one question."), field="questions")
    for question in questions:
        _require_complete(question, survey.fallback)


def _require_complete(question: Question, fallback: str) -> None:
    texts = question.texts_in(fallback, fallback)
    if not texts.get("question"):
        raise SurveyError(
            _("Write the question in %(language)s: it is read where there is no translation.") % {"language": fallback},
            field=question.key,
        )
    if question.kind not in WITH_OPTIONS:
        return
    keys = [option["key"] for option in question.options]
    if len(keys) < 2:  # noqa: PLR2004 - one is no choice
        raise SurveyError(_("Give at least two to choose from."), field=question.key)
    labels = texts.get("options", {})
    if not all(labels.get(key) or key.startswith("idea:") for key in keys):
        raise SurveyError(
            _("Write every option in %(language)s: it is read where there is no translation.") % {"language": fallback},
            field=question.key,
        )


def _save(survey: Survey, *columns: str) -> None:
    survey.changed_at = clock.now()
    survey.version += 1
    survey.save(update_fields=["state", "changed_at", "version", *columns])
