"""Keep what people answer: from the first click on, replaced by what they say later, once."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands.checking import Checked, checked
from wellheard.listen.surveys.commands.marks import note_answered, note_begun
from wellheard.listen.surveys.commands.showing import held_display, show_survey
from wellheard.listen.surveys.commands.states import end_survey
from wellheard.listen.surveys.commands.verbatims import hear_words
from wellheard.listen.surveys.errors import AnswerError
from wellheard.listen.surveys.kinds import is_detractor
from wellheard.listen.surveys.models import Display, PairVote, Response, ResponseItem, Stratum, Survey

BEGAN = names.declare("response.began", "Somebody gave a first answer to a survey.")
COMPLETED = names.declare("response.completed", "Somebody answered a survey to its end; `score` is what it measures.")
UNHAPPY = names.declare(
    "response.found_unhappy",
    "Somebody who answered a survey to its end is unhappy: of an NPS, 6 or less; `score` is what they gave.",
)
CHANGED = names.declare("response.changed", "Somebody changed an answer to a survey.")


@dataclass(frozen=True)
class Submission:
    """What came in at once: under which key, from which showing, in which language, and what the page said beside it."""

    key: str
    display_key: str = ""
    channel: str = Survey.Channel.IN_APP
    language: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def answer_survey(
    *, survey_id: int, who: Asked, submission: Submission, answers: list[Answered], is_final: bool
) -> Response:
    """Keep answers. The same submission key again adds and replaces; after the end only a final one still changes anything.

    A showing that we were not told of is noted now: an answer proves it. Raises UnknownSurveyError, SurveyError, AnswerError.
    """
    display = show_survey(
        survey_id=survey_id,
        who=who,
        channel=submission.channel,
        key=submission.display_key or f"answer:{submission.key}"[:120],
    )
    held_display(display.pk)
    survey = Survey.objects.get(pk=survey_id)
    if survey.state == Survey.State.DRAFT:
        raise AnswerError(_("This survey has not begun."))
    kept = checked(survey, answers)
    response, is_new = _response(survey, display, submission)
    if response.is_complete and not is_final:
        return response
    has_changed = _write(response, kept)
    score = _score(survey, response)
    has_changed |= score != response.score
    response.score, response.changed_at = score, clock.now()
    response.save(update_fields=["score", "changed_at"])
    hear_words(response)
    if is_new:
        _begin(response, display)
    if is_final and not response.is_complete:
        _complete(survey, response)
    elif has_changed and not is_new:
        ledger.record(CHANGED, response, survey=survey.pk, score=score)
    return response


def _response(survey: Survey, display: Display, submission: Submission) -> tuple[Response, bool]:
    """Return the one response of a showing; a client that lost its key goes on with it."""
    key = submission.key.strip()[:120]
    if not key:
        raise AnswerError(_("An answer has a key, so that it counts once."))
    wanted = {
        "survey": survey,
        "display": display,
        "contact_id": display.contact_id,
        "device": display.device,
        "company_id": display.company_id,
        "wave_id": display.wave_id,
        "stratum": display.stratum,
        "channel": display.channel,
        "language": clean_line(submission.language)[:10],
        "answered_at": clock.now(),
        "changed_at": clock.now(),
        "attributes": _attributes(submission.attributes),
    }
    there = Response.objects.select_for_update(of=("self",), no_key=True)
    found = there.filter(Q(submission_key=key) | Q(display=display)).order_by("pk").first()
    if found is None:
        return Response.objects.create(submission_key=key, **wanted), True
    if found.survey_id != survey.pk:
        raise AnswerError(_("This key belongs to another survey."))
    return found, False


def _attributes(found: dict[str, Any]) -> dict[str, Any]:
    """Keep a page's own words on where it was: a few short values."""
    plain = {clean_line(str(name))[:60]: value for name, value in list(found.items())[:30]}
    return {
        name: value if isinstance(value, int | float | bool) else clean_line(str(value))[:500]
        for name, value in plain.items()
        if name and value is not None
    }


def _write(response: Response, kept: list[Checked]) -> bool:
    """Write each question's answer over what was there; return whether anything is other than before."""
    before = {item.question_id: item for item in response.items.all()}
    has_changed = False
    for one in kept:
        values = {"number": one.number, "options": list(one.options), "words": one.words}
        old = before.get(one.question.pk)
        if old and values == {"number": old.number, "options": old.options, "words": old.words}:
            continue
        ResponseItem.objects.update_or_create(response=response, question=one.question, defaults=values)
        has_changed = True
    for one in kept:
        for pair in one.pairs:
            PairVote.objects.update_or_create(
                response=response,
                left=pair.left,
                right=pair.right,
                defaults={"survey_id": response.survey_id, "chosen": pair.chosen, "voted_at": clock.now()},
            )
    return has_changed


def _score(survey: Survey, response: Response) -> int | None:
    """Return what a survey measures: the number given to its first question of its own kind, else to the first with one."""
    items = response.items.exclude(number=None).select_related("question").order_by("question__position", "pk")
    numbers = [(item.question.kind == survey.kind, item.number) for item in items]
    own = [number for is_own, number in numbers if is_own]
    return own[0] if own else numbers[0][1] if numbers else None


def _begin(response: Response, display: Display) -> None:
    fields = {"started_at": clock.now()} if display.started_at is None else {}
    moved = Display.objects.filter(pk=display.pk).exclude(state=Display.State.COMPLETED)
    moved.update(state=Display.State.STARTED, ended_at=None, **fields)
    if fields:
        Survey.objects.filter(pk=response.survey_id).update(started_count=F("started_count") + 1)
    note_begun(display)
    ledger.record(BEGAN, response, survey=response.survey_id)


def _complete(survey: Survey, response: Response) -> None:
    response.is_complete, response.completed_at = True, clock.now()
    response.save(update_fields=["is_complete", "completed_at"])
    Display.objects.filter(response=response).update(state=Display.State.COMPLETED, ended_at=clock.now())
    if response.display is not None:
        note_answered(response.display)
    if response.stratum:
        Stratum.objects.filter(survey=survey, label=response.stratum).update(reached=F("reached") + 1)
    Survey.objects.filter(pk=survey.pk).update(completed_count=F("completed_count") + 1)
    survey.refresh_from_db(fields=["completed_count", "state"])
    if survey.stop_at and survey.completed_count >= survey.stop_at:
        end_survey(survey_id=survey.pk, because=Survey.Ending.ANSWERS)
    ledger.record(COMPLETED, response, survey=survey.pk, score=response.score)
    if is_detractor(survey.kind, response.score):
        ledger.record(UNHAPPY, response, survey=survey.pk, score=response.score)
