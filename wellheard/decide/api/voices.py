"""Votes and comments that your own pages take on behalf of a contact."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.customers.api.contacts import contact_of
from wellheard.decide.api.ideas import IdeaTold, idea_of, idea_row
from wellheard.decide.commands import add_comment, vote, withdraw_vote
from wellheard.decide.models import Comment, Vote
from wellheard.foundation.paging import page_of
from wellheard.listen.commands import record_feedback
from wellheard.listen.models import Feedback
from wellheard.workspace.api import Id, Listing, Said, ScopedRouter, TokenRequest, listed, told

router = ScopedRouter("ideas", "voices")


class NewComment(Said):
    """What a contact says below an idea. Others read it only when somebody of your team has published it."""

    contact_id: Id
    words: Annotated[str, Field(min_length=1, max_length=5_000)]
    quotable: Feedback.Quotable = Feedback.Quotable.NO
    origin: Annotated[str, Field(max_length=60)] = ""
    origin_key: Annotated[str, Field(max_length=200, description="Your own id; sending it again changes nothing")] = ""


class VoteTold(Schema):
    """That a contact wants an idea."""

    contact_id: int
    voted_at: datetime


class Votes(Schema):
    """A page of votes."""

    items: list[VoteTold]
    next: str | None


class CommentTold(Schema):
    """One comment: a customer's, which is feedback, or your team's."""

    id: int
    idea_id: int
    feedback_id: int | None
    staff_id: int | None
    reply_to_id: int | None
    words: str
    said_at: datetime
    edited_at: datetime | None


class Comments(Schema):
    """A page of comments."""

    items: list[CommentTold]
    next: str | None


@router.reads("/ideas/{idea_id}/votes", Votes, "List who voted for an idea")
def list_votes(request: TokenRequest, idea_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return the votes for an idea, the oldest first."""
    page = page_of(Vote.objects.filter(idea=idea_of(idea_id)), order=("pk",), cursor=listing.cursor, size=listing.limit)
    return listed(request, page, _vote_row)


@router.writes(
    "PUT", "/ideas/{idea_id}/votes/{contact_id}", {200: VoteTold}, "Vote on behalf of a contact", name="vote"
)
def put_vote(request: TokenRequest, idea_id: int, contact_id: int) -> HttpResponse:  # noqa: ARG001
    """Note that a contact wants an idea and wants to hear about it; voting again changes nothing."""
    return told(_vote_row(vote(idea_id=idea_of(idea_id).pk, contact=contact_of(contact_id))))


@router.writes(
    "DELETE", "/ideas/{idea_id}/votes/{contact_id}", {200: IdeaTold}, "Take a vote back", name="withdraw_vote"
)
def delete_vote(request: TokenRequest, idea_id: int, contact_id: int) -> HttpResponse:  # noqa: ARG001
    """Take a contact's vote back; what they said stays evidence."""
    withdraw_vote(idea_id=idea_of(idea_id).pk, contact=contact_of(contact_id))
    return told(idea_row(idea_of(idea_id)))


@router.reads("/ideas/{idea_id}/comments", Comments, "List the comments below an idea")
def list_comments(request: TokenRequest, idea_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return the comments below an idea, also what nobody has published yet; the oldest first."""
    rows = Comment.objects.standing().filter(idea=idea_of(idea_id)).select_related("feedback")
    return listed(request, page_of(rows, order=("pk",), cursor=listing.cursor, size=listing.limit), _comment_row)


@router.writes("POST", "/ideas/{idea_id}/comments", {201: CommentTold}, "Comment on behalf of a contact")
@transaction.atomic
def create_comment(request: TokenRequest, idea_id: int, body: NewComment) -> HttpResponse:  # noqa: ARG001
    """Put what a contact said below an idea: it is feedback and evidence like any other, private until published."""
    feedback = record_feedback(
        words=body.words,
        source=Feedback.Source.API,
        acknowledge="none",
        contact=contact_of(body.contact_id),
        quotable=body.quotable,
        origin=body.origin,
        origin_key=body.origin_key,
    )
    return told(_comment_row(add_comment(idea_id=idea_of(idea_id).pk, feedback=feedback)), status=201)


def _vote_row(wish: Vote) -> dict[str, Any]:
    return {"contact_id": wish.contact_id, "voted_at": wish.voted_at}


def _comment_row(comment: Comment) -> dict[str, Any]:
    same = {name: getattr(comment, name) for name in CommentTold.model_fields if name != "words"}
    return {**same, "words": comment.text}
