"""Do what a forum's messages ask for: posts become feedback, edits and deletions are followed, solutions are known."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from wellheard.connect.discourse import commands
from wellheard.connect.discourse.client import DiscourseError
from wellheard.connect.discourse.commands import Written
from wellheard.connect.discourse.models import Forum, ForumArrival, Post, Topic
from wellheard.connect.discourse.queries import discourse_of
from wellheard.foundation import clock
from wellheard.foundation.mail.folding import text_of_html

logger = logging.getLogger("wellheard.discourse")

# What people write; the others are moderators' acts, small notices and whispers (Discourse: Post.types).
REGULAR = 1
# The first time we look so many pages of 50 back; afterwards as far as needed, within reason.
FIRST_PAGES, MOST_PAGES = 4, 40
# Topics in which somebody wrote lately are looked at once a day, a few an hour: a forum allows 60 questions a minute.
LOOKED_BACK, LOOKED_AGAIN, TOPICS_AT_ONCE = timedelta(days=60), timedelta(days=1), 20


def work(arrival: ForumArrival) -> ForumArrival.State:
    """Do what a message asks for and say what became of it."""
    state = ForumArrival.State
    try:
        said = json.loads(bytes(arrival.body))
    except ValueError:
        return state.FAILED
    handle = _EVENTS.get(arrival.event)
    if handle is None:
        return state.NOT_OURS
    try:
        return state.DONE if handle(arrival.forum, said) else state.NOT_OURS
    except (KeyError, TypeError, ValueError, AttributeError):
        logger.warning("a forum's message has another shape than described", extra={"arrival": arrival.pk})
        return state.FAILED


def catch_up(forum: Forum) -> int:
    """Read the posts no message told us of, newest first; return how many became feedback or changed. Raises DiscourseError."""
    kept, newest, before = 0, forum.read_until or 0, None
    for _page in range(MOST_PAGES if forum.read_until else FIRST_PAGES):
        posts = discourse_of(forum).newest_posts(before=before)
        for post in posts:
            kept += _heard(forum, post)
        numbers = [int(post["id"]) for post in posts]
        newest = max([newest, *numbers])
        if not numbers or min(numbers) <= (forum.read_until or 0):
            break
        before = min(numbers)
    commands.note_read_until(forum_id=forum.pk, number=newest)
    return kept


def read_topics(forum: Forum) -> int:
    """Look whether topics are solved whose messages we may have missed, longest not looked at first; return how many.

    A topic that is there no more takes its posts along. Raises DiscourseError.
    """
    lately = Post.objects.filter(feedback__heard_at__gte=clock.now() - LOOKED_BACK).values("topic")
    due = forum.topics.filter(Q(read_at=None) | Q(read_at__lt=clock.now() - LOOKED_AGAIN), pk__in=lately)
    topics = list(due.order_by(F("read_at").asc(nulls_first=True), "pk")[:TOPICS_AT_ONCE])
    for topic in topics:
        _read_topic(forum, topic)
        commands.note_topic_read(topic_id=topic.pk)
    return len(topics)


def _read_topic(forum: Forum, topic: Topic) -> None:
    try:
        said = discourse_of(forum).topic(topic.number)
    except DiscourseError as problem:
        if problem.status in {404, 410}:
            _topic_gone(forum, {"topic": {"id": topic.number}})
        elif problem.status != 403:  # noqa: PLR2004 - RFC 9110 15.5.4: it is not for our user any more
            raise
        return
    # As the plugin discourse-solved describes a topic: the post that solves it, or nothing.
    if said.get("accepted_answer"):
        commands.note_solved(topic_id=topic.pk)
    else:
        commands.note_unsolved(topic_id=topic.pk)


def _heard(forum: Forum, post: Any) -> bool:
    return bool(_is_voice(forum, post) and commands.hear_post(forum=forum, written=_written(forum, post)))


def _is_voice(forum: Forum, post: Any) -> bool:
    """Tell whether a post is a customer's, for everybody to read: not ours, not a message, not hidden."""
    is_ours = post.get("staff") or post.get("admin") or post.get("moderator") or post["username"] == forum.username
    is_open = (
        post.get("topic_archetype", "regular") == "regular" and not post.get("hidden") and not post.get("deleted_at")
    )
    return bool(not is_ours and is_open and post.get("post_type", REGULAR) == REGULAR and int(post["user_id"]) > 0)


def _written(forum: Forum, post: Any) -> Written:
    number = int(post["post_number"])
    return Written(
        number=int(post["id"]),
        topic=int(post["topic_id"]),
        title=str(post.get("topic_title") or ""),
        words=str(post.get("raw") or text_of_html(str(post.get("cooked") or ""))),
        version=int(post.get("version") or 1),
        author_id=int(post["user_id"]),
        author=str(post.get("name") or post["username"]),
        written_at=datetime.fromisoformat(str(post["created_at"])),
        url=f"{forum.url}/t/{int(post['topic_id'])}/{number}",
    )


def _post(forum: Forum, said: Any) -> bool:
    return _heard(forum, said["post"])


def _gone(forum: Forum, said: Any) -> bool:
    return commands.note_post_gone(forum=forum, number=int(said["post"]["id"])) is not None


def _back(forum: Forum, said: Any) -> bool:
    there = commands.note_post_back(forum=forum, number=int(said["post"]["id"])) is not None
    return there or _heard(forum, said["post"])


def _topic_gone(forum: Forum, said: Any) -> bool:
    numbers = _posts_of(forum, int(said["topic"]["id"]))
    for number in numbers:
        commands.note_post_gone(forum=forum, number=number)
    return bool(numbers)


def _topic_back(forum: Forum, said: Any) -> bool:
    numbers = _posts_of(forum, int(said["topic"]["id"]))
    for number in numbers:
        commands.note_post_back(forum=forum, number=number)
    return bool(numbers)


def _solved(forum: Forum, said: Any) -> bool:
    topic = _topic_of(forum, said)
    if topic:
        commands.note_solved(topic_id=topic.pk)
    return topic is not None


def _unsolved(forum: Forum, said: Any) -> bool:
    topic = _topic_of(forum, said)
    if topic:
        commands.note_unsolved(topic_id=topic.pk)
    return topic is not None


def _topic_of(forum: Forum, said: Any) -> Topic | None:
    return Topic.objects.filter(forum=forum, number=int(said["solved"]["topic_id"])).first()


def _ping(_forum: Forum, _said: Any) -> bool:
    return True


def _posts_of(forum: Forum, topic: int) -> list[int]:
    return list(Post.objects.filter(topic__forum=forum, topic__number=topic).values_list("number", flat=True))


_EVENTS: dict[str, Callable[[Forum, Any], bool]] = {
    "post_created": _post,
    "post_edited": _post,
    "post_destroyed": _gone,
    "post_recovered": _back,
    "topic_destroyed": _topic_gone,
    "topic_recovered": _topic_back,
    "accepted_solution": _solved,
    "unaccepted_solution": _unsolved,
    "ping": _ping,
}
