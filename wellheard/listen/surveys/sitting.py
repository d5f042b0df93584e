"""One person in front of a survey's page: which survey, who they are, which question comes next. Works without cookies.

A personal link says who they are. Whoever comes by the public link gets a key of their own with their first answer; it stands,
signed, in the address of the pages that follow, and their browser keeps it, so that it answers once. Which pairs somebody
compares rests on what was known when their key was made.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.asked import Answered, Asked, PairChoice
from wellheard.listen.surveys.commands.answering import Submission, answer_survey
from wellheard.listen.surveys.commands.marks import invitation_key
from wellheard.listen.surveys.keys import moment_of, new_key
from wellheard.listen.surveys.models import Invitation, Question, QuestionKind, Response, ResponseItem, Survey
from wellheard.listen.surveys.pairs import Pair, pairs_for, side
from wellheard.listen.surveys.queries import next_question, question_as_shown

_SALT = "wellheard.surveys.sitting"


@dataclass(frozen=True)
class Seen:
    """By what somebody is recognised who comes by the public link, as far as they are.

    `key` stands in the address, `mark` is what their browser kept when it answered, `contact_id` who signed in.
    """

    key: str = ""
    mark: str = ""
    contact_id: int | None = None


@dataclass(frozen=True)
class Sitting:
    """A survey's page as one person sees it; `key` stands, signed, in the address where no personal link says who they are.

    `began` is when they came: what they see rests on what was known then.
    """

    survey: Survey
    who: Asked
    submission: Submission
    language: str
    response: Response | None
    invitation: Invitation | None
    key: str
    began: datetime

    @property
    def is_over(self) -> bool:
        """Whether nobody may begin any more; who has begun may end."""
        return not self.survey.is_running and self.response is None

    @property
    def needs_address(self) -> bool:
        """Whether they have to sign in first: the survey takes one answer of each person, and nobody knows who they are."""
        is_for_known = self.survey.link_for == Survey.LinkFor.ADDRESS
        return self.invitation is None and is_for_known and not self.who.is_known

    @property
    def is_marked(self) -> bool:
        """Whether their browser keeps a mark of it, so that it answers once."""
        return self.invitation is None and self.survey.link_for == Survey.LinkFor.BROWSER

    @property
    def is_done(self) -> bool:
        return self.response is not None and self.response.is_complete


def sitting_of(token: str, *, seen: Seen | None = None, language: str = "") -> Sitting | None:
    """Return the page behind a link; nothing where the link is not ours or not open to everybody."""
    seen = seen or Seen()
    invitation = Invitation.objects.select_related("survey", "contact").filter(token=token).first()
    if invitation is not None:
        return None if invitation.contact.erased_at else _of_invited(invitation, seen.key, language)
    survey = Survey.objects.filter(link_token=token, channels__contains=[Survey.Channel.LINK]).first()
    if survey is None or survey.state == Survey.State.DRAFT:
        return None
    return _of_visitor(survey, seen, language)


def _of_visitor(survey: Survey, seen: Seen, language: str) -> Sitting:
    """Return the page as whoever came by the public link sees it: as the person, browser or only visit they are."""
    is_once = survey.link_for != Survey.LinkFor.ANYBODY
    plain = (_plain(seen.mark) if is_once else "") or _plain(seen.key) or new_key()
    who, mark = Asked(device=f"browser:{plain}" if is_once else "", language=language), f"link:{plain}"
    if survey.link_for == Survey.LinkFor.ADDRESS:
        who, mark = Asked(contact_id=seen.contact_id, language=language), f"link:{survey.pk}:{seen.contact_id}"
    submission = Submission(key=mark, display_key=mark, channel=Survey.Channel.LINK, language=language)
    response = Response.objects.filter(submission_key=mark, survey=survey).first()
    signed = signing.dumps(plain, salt=_SALT)
    return Sitting(survey, who, submission, language, response, None, signed, moment_of(plain))


def _of_invited(invitation: Invitation, key: str, language: str) -> Sitting:
    mark = invitation_key(invitation.pk)
    spoken = invitation.contact.language or language
    submission = Submission(mark, mark, invitation.channel, spoken, invitation.attributes)
    response = Response.objects.filter(submission_key=mark).first()
    who = Asked(contact_id=invitation.contact_id, company_id=invitation.company_id, language=spoken)
    plain = _plain(key) or new_key()
    began = response.answered_at if response else moment_of(plain)
    signed = signing.dumps(plain, salt=_SALT)
    return Sitting(invitation.survey, who, submission, spoken, response, invitation, signed, began)


def _plain(key: str) -> str:
    try:
        return str(signing.loads(key, salt=_SALT)) if key else ""
    except signing.BadSignature:
        return ""


def question_now(sitting: Sitting) -> Question | None:
    """Return the question that comes next after what they answered so far; nothing at the end."""
    questions = list(sitting.survey.questions.asked())
    answered = _answered(sitting.response)
    at = questions[0] if questions else None
    while at is not None and _is_answered(sitting, at, answered):
        item = answered.get(at.pk)
        given = {"number": item.number, "options": item.options} if item else {}
        at = next_question(questions, at, given)
    return at


def _is_answered(sitting: Sitting, question: Question, answered: dict[int, ResponseItem]) -> bool:
    """A question of pairs is answered when all their pairs are; one without two things to compare is passed over."""
    if question.kind == QuestionKind.PAIR:
        return not pairs_left(sitting, question)
    return question.pk in answered


def pairs_left(sitting: Sitting, question: Question) -> list[Pair]:
    """Return the pairs that somebody still has to compare, those of which least is known first."""
    pairs = _pairs(sitting, question)
    if sitting.response is None:
        return pairs
    votes = sitting.response.pair_votes.values_list("left", "right")
    voted = {frozenset(vote) for vote in votes}
    offered = {side(option["key"]) for option in question.options}
    done = sum(vote <= offered for vote in voted)
    return [pair for pair in pairs if frozenset(map(side, pair)) not in voted][: max(len(pairs) - done, 0)]


def _pairs(sitting: Sitting, question: Question) -> list[Pair]:
    shown = question_as_shown(question, sitting.language, sitting.survey.fallback)
    keys = [option["key"] for option in shown.get("options", [])]
    return pairs_for(question.survey_id, keys, key=sitting.submission.key, who=sitting.who, as_of=sitting.began)


def _answered(response: Response | None) -> dict[int, ResponseItem]:
    return {item.question_id: item for item in response.items.all()} if response else {}


def shown_now(sitting: Sitting, question: Question) -> dict[str, Any]:
    """Return a question as the page shows it: texts in their language, the options in their order, and for pairs which two."""
    shown = question_as_shown(question, sitting.language, sitting.survey.fallback)
    options = shown.get("options", [])
    if question.is_shuffled:
        random.Random(f"{question.pk}:{sitting.submission.key}").shuffle(options)  # noqa: S311 - an order, no secret
    if question.kind == QuestionKind.PAIR:
        labels = {one["key"]: one["label"] for one in options}
        every, left = _pairs(sitting, question), pairs_left(sitting, question)
        shown["pair"] = [{"key": key, "label": labels[key]} for key in left[0]]
        shown |= {"turn": len(every) - len(left) + 1, "turns": len(every)}
    if "scale" in shown:
        shown["numbers"] = list(range(shown["scale"][0], shown["scale"][1] + 1))
    return shown


def answer_now(sitting: Sitting, question: Question, given: Answered) -> Response:
    """Keep the answer to one question; it is the last one if none follows it. Raises SurveyError, AnswerError."""
    questions = list(sitting.survey.questions.asked())
    following = next_question(questions, question, {"number": given.number, "options": given.options})
    if question.kind == QuestionKind.PAIR and _compares_more(sitting, question, given):
        following = question
    return answer_survey(
        survey_id=sitting.survey.pk,
        who=sitting.who,
        submission=sitting.submission,
        answers=[given],
        is_final=following is None,
    )


def _compares_more(sitting: Sitting, question: Question, given: Answered) -> bool:
    voted = {frozenset((pair.left, pair.right)) for pair in given.pairs}
    return any(frozenset(map(side, pair)) not in voted for pair in pairs_left(sitting, question))


def given_of(question: Question, values: dict[str, list[str]]) -> Answered | None:
    """Return the answer in a form's values; nothing where a question that needs an answer has none."""
    first = {name: found[0].strip() for name, found in values.items() if found}
    number = first.get("number", "")
    options = tuple(values.get("option", ()))[:50]
    words, pairs = first.get("words", ""), _pair(first)
    is_number = is_whole_number(number)
    has_answer = is_number or options or words or pairs
    if question.is_required and not has_answer:
        return None
    return Answered(question.key, int(number) if is_number else None, options, words, pairs)


def _pair(first: dict[str, str]) -> tuple[PairChoice, ...]:
    left, right, chosen = first.get("left", ""), first.get("right", ""), first.get("chosen", "")
    return (PairChoice(side(left), side(right), chosen),) if left and right and chosen else ()
