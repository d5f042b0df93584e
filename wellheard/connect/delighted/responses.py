"""Answers: listed, brought from elsewhere, changed."""

import hashlib
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from wellheard.connect.delighted.asking import Answer, Call, refused, seconds, unknown
from wellheard.connect.delighted.people import as_person, person, told_of
from wellheard.connect.delighted.survey import answers, questions, survey
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands import answer_survey
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.errors import AnswerError, SurveyError
from wellheard.listen.surveys.models import QuestionKind, Response, Survey

_ORDERS = {
    "asc": ("answered_at", "pk"),
    "desc": ("-answered_at", "-pk"),
    "asc:created_at": ("answered_at", "pk"),
    "desc:created_at": ("-answered_at", "-pk"),
    "asc:updated_at": ("changed_at", "pk"),
    "desc:updated_at": ("-changed_at", "-pk"),
}
_BOUNDS = {
    "since": "answered_at__gte",
    "until": "answered_at__lte",
    "updated_since": "changed_at__gte",
    "updated_until": "changed_at__lte",
}


def listed(call: Call) -> Answer:
    """List the answers that have a score, page by page."""
    rows = answers().filter(**{bound: at for name, bound in _BOUNDS.items() if (at := call.moment(name))})
    if whom := call.one("person_id") or call.one("person_email"):
        rows = rows.filter(contact=person(whom))
    found = rows.order_by(*_ORDERS.get(call.one("order") or "asc", _ORDERS["asc"]))
    return Answer([as_response(row, call) for row in _whole(found)[call.skipped :][: call.size]])


def shown(call: Call) -> Answer:
    """Return one answer. Raises DoorError."""
    return Answer(as_response(_response(call), call))


@transaction.atomic
def added(call: Call) -> Answer:
    """Keep an answer that was given elsewhere. The same again, with its date, counts once. Raises DoorError."""
    contact = person(call.one("person") or call.one("person_email") or "0")
    created_at = call.moment("created_at")
    of = survey()
    said = [str(of.pk), str(contact.pk), call.one("score"), call.one("created_at")]
    hashed = hashlib.sha256("\n".join(said).encode()).hexdigest()[:32] if created_at else uuid.uuid4().hex
    submission = Submission(
        key=f"delighted:{hashed}",
        channel=Survey.Channel.EMAIL,
        language=contact.language,
        attributes=_properties(call),
    )
    with clock.at(min(created_at or clock.now(), clock.now())):
        response = _answer(of, Asked(contact_id=contact.pk), submission, call, needs_score=True)
    return Answer(as_response(_again(response), call), status=201)


@transaction.atomic
def changed(call: Call) -> Answer:
    """Change the score or the words of an answer. Raises DoorError."""
    response = _response(call)
    submission = Submission(
        key=response.submission_key,
        display_key=response.display.key if response.display else "",
        channel=response.channel,
        language=response.language,
    )
    who = Asked(contact_id=response.contact_id, device=response.device, company_id=response.company_id)
    response = _answer(response.survey, who, submission, call, needs_score=False)
    return Answer(as_response(_again(response), call))


def _answer(of: Survey, who: Asked, submission: Submission, call: Call, *, needs_score: bool) -> Response:
    score, words = questions(of)
    said = []
    if call.one("score") or needs_score:
        said.append(Answered(score.key, number=call.number("score", -1)))
    if call.one("comment") and words:
        said.append(Answered(words.key, words=call.one("comment")))
    try:
        return answer_survey(survey_id=of.pk, who=who, submission=submission, answers=said, is_final=True)
    except (AnswerError, SurveyError) as problem:
        raise refused(str(problem)) from problem


def _properties(call: Call) -> dict[str, Any]:
    said = call.said.get("person_properties")
    return said if isinstance(said, dict) else {}


def _response(call: Call) -> Response:
    rows = _whole(answers())
    found = rows.filter(pk=int(call.place)).first() if is_whole_number(call.place) else None
    if found is None:
        raise unknown()
    return found


def _again(response: Response) -> Response:
    """Return an answer as it stands now."""
    return _whole(Response.objects.filter(pk=response.pk)).get()


def _whole(rows: QuerySet[Response]) -> QuerySet[Response]:
    whole = Prefetch("contact", told_of(Contact.objects.all()))
    return rows.select_related("display", "survey").prefetch_related("items__question", whole)


def as_response(response: Response, call: Call) -> dict[str, Any]:
    """Return an answer as Delighted tells of one; with expand=person, the person whole."""
    words = [item.words for item in response.items.all() if item.question.kind == QuestionKind.TEXT and item.words]
    contact = response.contact
    whole = call.query.get("expand[]") or call.query.get("expand") or call.said.get("expand") or []
    whom: Any = str(response.contact_id) if contact else None
    if contact and "person" in whole:
        whom = as_person(contact)
    return {
        "id": str(response.pk),
        "person": whom,
        "survey_type": "nps",
        "score": response.score,
        "comment": words[0] if words else None,
        "permalink": None,
        "created_at": seconds(response.answered_at),
        "updated_at": seconds(response.changed_at),
        "person_properties": response.attributes or None,
        "notes": [],
        "tags": [],
        "additional_answers": [],
    }
