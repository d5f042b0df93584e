"""Keep what people write in a forum as feedback, and follow what they change there."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.connect.discourse.models import Forum, Post, Topic
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands.feedback import MOST_CHARACTERS, FeedbackError, reword_feedback
from wellheard.listen.commands.receiving import Organisation, Person, receive_feedback
from wellheard.listen.commands.triage import bring_back_feedback, set_aside_feedback
from wellheard.listen.models import AsideReason, Feedback
from wellheard.workspace.installation import installation

SOLVED = names.declare("forum.topic_solved", "A topic of a forum has a post that is marked as its solution.")
UNSOLVED = names.declare("forum.topic_unsolved", "A topic of a forum has no solution any more.")

ORIGIN = "discourse"


@dataclass(frozen=True)
class Written:
    """A post as the forum describes it."""

    number: int
    topic: int
    title: str
    words: str
    version: int
    author_id: int
    author: str
    written_at: datetime
    url: str


@transaction.atomic
def hear_post(*, forum: Forum, written: Written) -> Post | None:
    """Keep a post as feedback of whoever wrote it; an edit is followed, an older version that comes late changes nothing.

    None for a post without words.
    """
    topic = _topic(forum, written)
    post = Post.objects.select_for_update(no_key=True).filter(topic=topic, number=written.number).first()
    try:
        if post is None:
            return _first(forum, topic, written)
        if written.version > post.version:
            reword_feedback(feedback_id=post.feedback_id, words=written.words[:MOST_CHARACTERS])
            post.version = written.version
            post.save(update_fields=["version"])
    except FeedbackError:
        return post
    return post


@transaction.atomic
def note_post_gone(*, forum: Forum, number: int) -> Post | None:
    """Note that a post was deleted there. Nothing is done about it any more, unless somebody linked it to an idea already."""
    post = Post.objects.select_for_update(no_key=True).filter(topic__forum=forum, number=number).first()
    if post and post.deleted_at is None:
        post.deleted_at = clock.now()
        post.save(update_fields=["deleted_at"])
        waiting = Feedback.objects.filter(pk=post.feedback_id, filed_at=None, set_aside_at=None)
        if waiting.exists():
            with translation.override(installation().language):
                note = _("It was deleted in the forum.")
            set_aside_feedback(feedback_id=post.feedback_id, reason=AsideReason.ELSEWHERE, note=note, by=None)
    return post


@transaction.atomic
def note_post_back(*, forum: Forum, number: int) -> Post | None:
    """Note that a post that was deleted there is back."""
    post = Post.objects.select_for_update(no_key=True).filter(topic__forum=forum, number=number).first()
    if post and post.deleted_at:
        post.deleted_at = None
        post.save(update_fields=["deleted_at"])
        if Feedback.objects.filter(pk=post.feedback_id).exclude(set_aside_at=None).exists():
            bring_back_feedback(feedback_id=post.feedback_id)
    return post


@transaction.atomic
def note_solved(*, topic_id: int) -> Topic:
    """Note that a topic has a solution there; saying so again changes nothing."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
    if topic.solved_at is None:
        topic.solved_at = clock.now()
        topic.save(update_fields=["solved_at"])
        ledger.record(SOLVED, topic)
    return topic


@transaction.atomic
def note_unsolved(*, topic_id: int) -> Topic:
    """Note that a topic has no solution there any more; saying so again changes nothing."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
    if topic.solved_at:
        topic.solved_at = None
        topic.save(update_fields=["solved_at"])
        ledger.record(UNSOLVED, topic)
    return topic


@transaction.atomic
def note_topic_read(*, topic_id: int) -> None:
    """Note that we looked whether a topic is solved."""
    Topic.objects.filter(pk=topic_id).update(read_at=clock.now())


def _topic(forum: Forum, written: Written) -> Topic:
    title = clean_line(written.title)[:300]
    topic, is_new = Topic.objects.get_or_create(forum=forum, number=written.topic, defaults={"title": title})
    if not is_new and title and topic.title != title:
        topic.title = title
        topic.save(update_fields=["title"])
    return topic


def _first(forum: Forum, topic: Topic, written: Written) -> Post:
    host = urlsplit(forum.url).netloc
    heard = receive_feedback(
        words=written.words[:MOST_CHARACTERS],
        source=Feedback.Source.COMMUNITY,
        acknowledge="none",
        person=Person(external_id=f"{ORIGIN}:{host}:{written.author_id}", name=written.author),
        organisation=Organisation(),
        heard_at=written.written_at,
        origin=ORIGIN,
        origin_key=f"{host}:{written.number}",
        url=written.url,
        attributes={"topic": topic.title},
    )
    return Post.objects.create(topic=topic, number=written.number, version=written.version, feedback=heard.feedback)
