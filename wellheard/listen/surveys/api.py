"""Surveys for programs: what is asked, every answer, and what came of it with how sure that is."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from ninja import Query, Schema

from wellheard.foundation.paging import page_of
from wellheard.foundation.statistics.intervals import Share
from wellheard.listen.surveys.models import QuestionKind, Response, ResponseItem, Survey
from wellheard.listen.surveys.results.answers import latest, scored
from wellheard.listen.surveys.results.channels import Reach, reaches
from wellheard.listen.surveys.results.pairs import Option, Ranking, pairs
from wellheard.listen.surveys.results.people import base_of
from wellheard.listen.surveys.results.promoting import Counted, three_ways
from wellheard.listen.surveys.results.questions import Asked, asked
from wellheard.listen.surveys.results.scope import Scope
from wellheard.workspace.api import Day, Listing, ScopedRouter, TokenRequest, kept, listed, told

router = ScopedRouter("surveys", "surveys")


class SurveyTold(Schema):
    """A survey: what it measures, where it is asked, and how often it was shown and answered."""

    id: int
    name: str
    kind: str
    state: str
    channels: list[str]
    languages: list[str]
    segment_id: int | None
    shown_count: int
    started_count: int
    completed_count: int
    dismissed_count: int
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class Surveys(Schema):
    """A page of surveys."""

    items: list[SurveyTold]
    next: str | None


class QuestionAnswered(Schema):
    """What was answered to one question: a number, options or words, as its kind has it."""

    question: str
    kind: str
    number: int | None
    options: list[str]
    words: str
    feedback_id: int | None


class ChosenTold(Schema):
    """What somebody preferred of two: "left", "right" or "neither"."""

    left: str
    right: str
    chosen: str


class ResponseTold(Schema):
    """One person's answer to a survey."""

    id: int
    contact_id: int | None
    company_id: int | None
    device: str
    channel: str
    language: str
    score: int | None
    is_complete: bool
    answered_at: datetime
    completed_at: datetime | None
    answers: list[QuestionAnswered]
    pairs: list[ChosenTold]


class Responses(Schema):
    """A page of answers to a survey."""

    items: list[ResponseTold]
    next: str | None


class ScoreTold(Schema):
    """A net promoter score in points and the interval that holds the true one 19 times in 20."""

    value: float
    low: float
    high: float
    people: int
    companies: int
    population: int | None
    effective_answers: float


class ShareTold(Schema):
    """A share of people and the interval that holds the true one 19 times in 20, each as a share of one."""

    key: str
    label: str
    people: int
    share: float
    low: float
    high: float


class MeanTold(Schema):
    """A mean on a question's scale and the interval that holds the true one 19 times in 20."""

    value: float
    low: float | None
    high: float | None


class QuestionTold(Schema):
    """What came of one question. `satisfied` is there for CSAT, `mean` for effort and stars (its ends from two answers on)."""

    key: str
    kind: str
    people: int
    wrote_words: int
    parts: list[ShareTold]
    satisfied: ShareTold | None
    mean: MeanTold | None


class ChannelTold(Schema):
    """How many different people saw a survey in one channel, and how many of them answered and came to the end."""

    channel: str
    shown: int
    answered: int
    completed: int
    dismissed: int
    abandoned: int
    response_rate: float
    completion_rate: float


class PreferredTold(Schema):
    """One of the options of a survey in pairs: its chance in percent to be chosen over another one, and its tier."""

    key: str
    label: str
    score: float
    low: float
    high: float
    tier: int
    shown: int


class RankingTold(Schema):
    """The options as one way of counting ranks them: by "people", "companies", "money", or weighted to "everybody"."""

    way: str
    people: int
    companies: int
    worth: float
    options: list[PreferredTold]


class ResultsTold(Schema):
    """What a survey found. The three scores are there for surveys that measure NPS, once somebody has answered."""

    survey_id: int
    by_person: ScoreTold | None
    by_company: ScoreTold | None
    by_money: ScoreTold | None
    questions: list[QuestionTold]
    rankings: list[RankingTold]
    channels: list[ChannelTold]


class Days(Schema):
    """Of which days; left out, of all."""

    begin: Day | None = None
    end: Day | None = None


@router.reads("/surveys", Surveys, "List surveys")
def list_surveys(request: TokenRequest, listing: Query[Listing]) -> HttpResponse:
    """Return surveys, the oldest first."""
    page = page_of(Survey.objects.all(), order=("pk",), cursor=listing.cursor, size=listing.limit)
    return listed(request, page, _survey)


@router.reads("/surveys/{survey_id}", SurveyTold, "Read a survey")
def read_survey(request: TokenRequest, survey_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one survey."""
    return told(_survey(_found(survey_id)))


@router.reads("/surveys/{survey_id}/responses", Responses, "List the answers to a survey")
def list_survey_responses(request: TokenRequest, survey_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return answers, the oldest first, with everything that was said."""
    items = ResponseItem.objects.select_related("question").order_by("question__position", "question__pk")
    rows = _found(survey_id).responses.prefetch_related(Prefetch("items", items), "pair_votes")
    return listed(request, page_of(rows, order=("pk",), cursor=listing.cursor, size=listing.limit), _response)


@router.reads("/surveys/{survey_id}/results", ResultsTold, "Read what a survey found")
def read_survey_results(request: TokenRequest, survey_id: int, days: Query[Days]) -> HttpResponse:  # noqa: ARG001 - as above
    """Return the results of a survey, each number with how sure it is; docs/survey-statistics.md says what they mean."""
    survey = _found(survey_id)
    scope = Scope(survey, begins_on=days.begin, last_on=days.end)
    found: dict[str, Any] = {"survey_id": survey.pk, "by_person": None, "by_company": None, "by_money": None}
    if survey.kind == QuestionKind.NPS:
        ways = three_ways(latest(scored(scope)), base_of(scope))
        found |= {
            "by_person": _score(ways.people),
            "by_company": _score(ways.companies),
            "by_money": _score(ways.money),
        }
    found["questions"] = [_question(one) for one in asked(scope, survey.fallback)]
    preferred = pairs(scope) if survey.kind == QuestionKind.PAIR else None
    found["rankings"] = [_ranking(one, preferred.options) for one in preferred.rankings] if preferred else []
    found["channels"] = [_channel(one) for one in reaches(scope)]
    return told(found)


def _found(survey_id: int) -> Survey:
    return kept(Survey.objects.filter(pk=survey_id).first(), "survey")


def _survey(survey: Survey) -> dict[str, Any]:
    return {name: getattr(survey, "pk" if name == "id" else name) for name in SurveyTold.model_fields}


def _response(response: Response) -> dict[str, Any]:
    plain = {name: getattr(response, name) for name in ResponseTold.model_fields if name not in {"answers", "pairs"}}
    return plain | {
        "pairs": [{"left": one.left, "right": one.right, "chosen": one.chosen} for one in response.pair_votes.all()],
        "answers": [
            {
                "question": item.question.key,
                "kind": item.question.kind,
                "number": item.number,
                "options": item.options,
                "words": item.words,
                "feedback_id": item.feedback_id,
            }
            for item in response.items.all()
        ],
    }


def _score(counted: Counted | None) -> dict[str, Any] | None:
    if counted is None or not counted.people:
        return None
    score = counted.score
    return {
        "value": score.value,
        "low": score.interval.low,
        "high": score.interval.high,
        "people": counted.people,
        "companies": counted.companies,
        "population": score.population,
        "effective_answers": score.effective,
    }


def _question(found: Asked) -> dict[str, Any]:
    parts = [{"key": part.key, "label": part.label, **_share(part.share)} for part in found.parts]
    plain = {"key": found.question.key, "kind": found.kind, "people": found.people, "wrote_words": found.words}
    mean = found.mean and {
        "value": found.mean.value,
        "low": found.mean.interval.low if found.mean.interval else None,
        "high": found.mean.interval.high if found.mean.interval else None,
    }
    satisfied = found.top and {"key": "satisfied", "label": "", **_share(found.top)}
    return plain | {"parts": parts, "satisfied": satisfied, "mean": mean}


def _ranking(ranking: Ranking, options: list[Option]) -> dict[str, Any]:
    """Return one way of counting; an option that none of those who count was shown is left out."""
    labels = {option.key: option.label for option in options}
    plain = {name: getattr(ranking, name) for name in ("way", "people", "companies", "worth")}
    return plain | {
        "options": [
            {
                "key": one.key,
                "label": labels[one.key],
                "score": one.score,
                "low": one.interval.low,
                "high": one.interval.high,
                "tier": one.tier,
                "shown": one.shown,
            }
            for one in ranking.options.values()
        ]
    }


def _share(share: Share) -> dict[str, Any]:
    return {"people": round(share.hits), "share": share.value, "low": share.interval.low, "high": share.interval.high}


def _channel(reach: Reach) -> dict[str, Any]:
    return {
        "channel": reach.channel,
        "shown": reach.shown,
        "answered": reach.started,
        "completed": reach.completed,
        "dismissed": reach.dismissed,
        "abandoned": reach.abandoned,
        "response_rate": reach.responded.value,
        "completion_rate": reach.finished.value,
    }
