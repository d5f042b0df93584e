"""The public API of answers: who is owed one, how it stands, and that somebody told them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.answer.commands import mark_told
from wellheard.answer.models import Answer
from wellheard.foundation.paging import page_of
from wellheard.workspace.api import Id, Listing, Said, ScopedRouter, TokenRequest, kept, listed, page_address, told

router = ScopedRouter("answers", "answers")


class AnswerTold(Schema):
    """What one contact is owed or was told about one idea or feedback on one occasion."""

    id: int
    contact_id: int
    idea_id: int | None
    feedback_id: int | None
    decision_id: int | None
    release_id: int | None
    occasion: str
    state: str
    subject_line: str
    words: str
    language: str
    waiting_since: datetime
    owed_at: datetime
    hold_until: datetime | None
    told_at: datetime | None
    told_how: str
    solved: str
    solved_at: datetime | None
    version: int
    page: str = Field(description="Where your team reads it")


class Answers(Schema):
    """A page of answers."""

    items: list[AnswerTold]
    next: str | None


class Told(Said):
    """How they heard it."""

    how: Annotated[str, Field(min_length=1, max_length=200, description="Such as “by phone on Tuesday”")]


class AnswersAsked(Listing):
    """Which answers are wanted."""

    state: Answer.State | None = None
    standing: Annotated[Literal["outstanding", "told"] | None, Field(description="Whether it reached them")] = None
    idea: Id | None = None
    contact: Id | None = None
    release: Id | None = None


@router.reads("/answers", Answers, "List answers")
def list_answers(request: TokenRequest, asked: Query[AnswersAsked]) -> HttpResponse:
    """Return answers, the longest waiting first."""
    rows = Answer.objects.all()
    for name in ("state", "idea", "contact", "release"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    if asked.standing:
        rows = rows.outstanding() if asked.standing == "outstanding" else rows.told()
    page = page_of(rows, order=("waiting_since", "pk"), cursor=asked.cursor, size=asked.limit)
    return listed(request, page, _row)


@router.reads("/answers/{answer_id}", AnswerTold, "Read an answer")
def read_answer(request: TokenRequest, answer_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one answer and how it stands."""
    return told(_row(_answer(answer_id)))


@router.writes(
    "POST", "/answers/{answer_id}/told", {200: AnswerTold}, "Note that a person told them", name="note_answer_told"
)
def create_told(request: TokenRequest, answer_id: int, body: Told) -> HttpResponse:  # noqa: ARG001
    """Note that somebody told them in person, so that no mail follows. 422 when it has gone out already."""
    return told(_row(mark_told(answer_id=_answer(answer_id).pk, how=body.how, by=None)))


def _answer(answer_id: int) -> Answer:
    return kept(Answer.objects.filter(pk=answer_id).first(), "answer")


def _row(answer: Answer) -> dict[str, Any]:
    same = {name: getattr(answer, name) for name in AnswerTold.model_fields if name != "page"}
    return {**same, "page": page_address(f"answers/{answer.pk}/")}
