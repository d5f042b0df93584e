"""A forum as a source: what people write is heard once, edits are followed, and answers stand in the topic, once."""

import http.server
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.foundation.http.outside import outside_system
from tests.makers import make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.connect.discourse import answering, client, commands, once
from wellheard.connect.discourse.client import DiscourseError
from wellheard.connect.discourse.models import Forum, ForumArrival, Topic, TopicAnswer
from wellheard.connect.discourse.tasks import forums_catch_up
from wellheard.connect.signatures import signature_of
from wellheard.decide.commands import link_feedback
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

Run = Callable[[], None]
SignIn = Callable[[Staff], Client]


class StandIn:
    """A Discourse on loopback, written from its published API: posts, topics, and failures as a test tells it to."""

    def __init__(self) -> None:
        self.url = self.secret = self.path = ""
        self.posts: dict[int, dict[str, Any]] = {}
        self.solved: set[int] = set()
        self.failures: list[tuple[int, dict[str, str]]] = []
        self.asked: list[str] = []

    def write(self, words: str, *, topic: int = 7, by: int = 3, **values: Any) -> dict[str, Any]:
        """Write a post; the forum's own message about it is returned by `message`."""
        number = 100 + len(self.posts)
        post = {
            "id": number,
            "topic_id": topic,
            "topic_title": "Working offline",
            "topic_archetype": "regular",
            "post_number": 1 + sum(one["topic_id"] == topic for one in self.posts.values()),
            "post_type": 1,
            "version": 1,
            "user_id": by,
            "username": f"user{by}",
            "name": "",
            "raw": words,
            "cooked": f"<p>{words}</p>",
            "created_at": clock.now().isoformat(),
        } | values
        self.posts[number] = post
        return post

    def send(self, event: str, kind: str, said: Any, event_id: str = "") -> int:
        body = json.dumps({kind: said}).encode()
        headers: Any = {
            "X-Discourse-Event": event,
            "X-Discourse-Event-Type": kind,
            "X-Discourse-Event-Id": event_id or str(uuid.uuid4()),
            "X-Discourse-Event-Signature": signature_of(body, self.secret),
        }
        return self.arrive(body, headers)

    def arrive(self, body: bytes, headers: Any) -> int:
        url = f"/hooks/discourse/{self.path}/"
        return Client().post(url, body, content_type="application/json", headers=headers).status_code

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)) or b"null")
        self.asked.append(f"{handler.command} {handler.path}")
        status, headers, said = self._answer(handler, body)
        raw = json.dumps(said).encode()
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(raw))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(raw)

    def _answer(self, handler: http.server.BaseHTTPRequestHandler, body: Any) -> tuple[int, dict[str, str], Any]:
        if self.failures:
            return *self.failures.pop(0), {"errors": ["It was told to fail"]}
        if handler.headers.get("Api-Key") not in {"key", "kay"}:
            return 403, {}, {"errors": ["You are not permitted"]}
        if handler.command == "POST":
            return 200, {}, self.write(body["raw"], topic=body["topic_id"], by=1, username="answers")
        if handler.path.startswith("/t/"):
            topic = int(handler.path.removeprefix("/t/").removesuffix(".json"))
            if all(one["topic_id"] != topic for one in self.posts.values()):
                return 404, {}, {"errors": ["The requested URL or resource could not be found."]}
            # As the plugin discourse-solved describes a topic.
            return 200, {}, {"id": topic, **({"accepted_answer": {"post_number": 2}} if topic in self.solved else {})}
        before = int(handler.path.partition("before=")[2] or 10**9)
        newest = sorted((one for one in self.posts.values() if one["id"] < before), key=lambda one: -one["id"])
        return 200, {}, {"latest_posts": newest[:2]}


@pytest.fixture
def there(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    monkeypatch.setattr(client, "PAUSES", (0.01, 0.01))
    found = StandIn()
    with outside_system(found.answer) as found.url:
        forum, found.secret = commands.connect_forum(url=found.url, key="key", username="answers", by=None)
        found.path = forum.path
        yield found


def test_discourses_own_example_is_signed_as_it_says() -> None:
    assert signature_of(b'{"ping":"OK"}', "my_lovely_secret_for_web_hook") == (
        "sha256=162f107f6b5022353274eb1a7197885cfd35744d8d08e5bcea025d309386b7d6"
    )


def test_a_post_is_heard_once_from_whoever_wrote_it(there: StandIn, run_jobs: Run) -> None:
    post = there.write("I lose my drafts in the tunnel.")
    for _time in range(2):
        assert there.send("post_created", "post", post, "event-1") == 202
    assert there.send("post_created", "post", post, "event-2") == 202
    run_jobs()

    feedback = Feedback.objects.get()
    assert (feedback.words, feedback.source, feedback.origin) == (post["raw"], "community", "discourse")
    assert feedback.contact
    assert feedback.contact.name == "user3"
    assert feedback.url == f"{there.url}/t/7/1"
    assert ForumArrival.objects.count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"username": "answers"},
        {"staff": True},
        {"user_id": -1},
        {"post_type": 3},
        {"post_type": 4},
        {"topic_archetype": "private_message"},
        {"hidden": True},
    ],
)
def test_what_is_ours_or_not_for_everybody_is_not_feedback(
    there: StandIn, run_jobs: Run, values: dict[str, Any]
) -> None:
    there.send("post_created", "post", there.write("Not theirs.") | values)
    run_jobs()

    assert not Feedback.objects.exists()
    assert ForumArrival.objects.get().state == "not_ours"


def test_edits_are_followed_and_one_that_comes_late_changes_nothing(there: StandIn, run_jobs: Run) -> None:
    post = there.write("First words.")
    there.send("post_created", "post", post)
    there.send("post_edited", "post", post | {"version": 3, "raw": "Third words."})
    there.send("post_edited", "post", post | {"version": 2, "raw": "Second words."})
    run_jobs()

    assert Feedback.objects.get().words == "Third words."


def test_a_deleted_post_is_set_aside_and_back_when_it_is(there: StandIn, run_jobs: Run) -> None:
    post = there.write("Please add this.")
    there.send("post_created", "post", post)
    there.send("post_destroyed", "post", post)
    run_jobs()
    assert Feedback.objects.get().set_aside_reason == "elsewhere"
    there.send("topic_recovered", "topic", {"id": 7})
    run_jobs()
    assert Feedback.objects.get().set_aside_at is None


def test_a_deleted_post_that_stands_behind_an_idea_stays(there: StandIn, run_jobs: Run) -> None:
    there.send("post_created", "post", there.write("Please add this."))
    run_jobs()
    link_feedback(feedback_id=Feedback.objects.get().pk, idea_id=make_idea().pk, by=None)
    Feedback.objects.update(filed_at=clock.now())
    there.send("topic_destroyed", "topic", {"id": 7})
    run_jobs()

    assert Feedback.objects.get().set_aside_at is None


def test_solved_topics_are_known(there: StandIn, run_jobs: Run) -> None:
    post = there.write("How?")
    there.send("post_created", "post", post)
    there.send("accepted_solution", "solved", {"id": 101, "topic_id": 7})
    run_jobs()
    assert Topic.objects.get().solved_at
    there.send("unaccepted_solution", "solved", {"id": 101, "topic_id": 7})
    run_jobs()
    assert Topic.objects.get().solved_at is None


def test_a_solution_or_a_topic_s_end_that_no_message_told_is_found_within_a_day(there: StandIn) -> None:
    there.write("How?")
    there.write("And this?", topic=8)
    forums_catch_up(0)
    assert not Topic.objects.exclude(solved_at=None).exists()
    there.solved.add(7)
    there.posts = {number: post for number, post in there.posts.items() if post["topic_id"] == 7}
    with clock.at(clock.now() + timedelta(hours=25)):
        forums_catch_up(0)
        there.asked.clear()
        forums_catch_up(0)
    assert [topic.number for topic in Topic.objects.exclude(solved_at=None)] == [7]
    assert Feedback.objects.get(set_aside_at=None).words == "How?"
    assert not [path for path in there.asked if "/t/" in path]
    there.solved.clear()
    with clock.at(clock.now() + timedelta(hours=51)):
        forums_catch_up(0)
    assert not Topic.objects.exclude(solved_at=None).exists()


def test_what_is_not_signed_is_refused_and_what_cannot_be_read_is_kept(there: StandIn, run_jobs: Run) -> None:
    headers = {"X-Discourse-Event": "post_created", "X-Discourse-Event-Id": "1"}
    for said in ({}, {"X-Discourse-Event-Signature": "sha256=00"}, {"X-Discourse-Event-Signature": "é"}):
        assert there.arrive(b"{}", headers | said) == 401
    assert Client().post("/hooks/discourse/another/", b"{}", content_type="application/json").status_code == 401
    for body in (b"{", b"[]", b'{"post": {"id": 1}}', b"\xff\xfe"):
        signed = {"X-Discourse-Event-Signature": signature_of(body, there.secret), "X-Discourse-Event-Id": str(body)}
        assert there.arrive(body, headers | signed) == 202
    run_jobs()

    assert set(ForumArrival.objects.values_list("state", flat=True)) == {"failed"}


def test_what_no_message_told_is_read(there: StandIn) -> None:
    for number in range(5):
        there.write(f"Words {number}")
    forums_catch_up(0)
    assert Feedback.objects.count() == 5
    assert Forum.objects.get().read_until == 104
    there.write("One more.")
    there.asked.clear()
    forums_catch_up(0)
    assert Feedback.objects.count() == 6
    assert there.asked == ["GET /posts.json"]

    there.failures = [(429, {"Retry-After": "30"})]
    forums_catch_up(0)
    assert "wait 30 seconds" in Forum.objects.get().problem


def _told(there: StandIn, run_jobs: Run) -> TopicAnswer:
    there.send("post_created", "post", there.write("Please let me work offline."))
    run_jobs()
    idea = make_idea("Work offline", status="building", is_public=True)
    link_feedback(feedback_id=Feedback.objects.get().pk, idea_id=idea.pk, by=None)
    release = draft_release(title="Spring", notes="Drafts are kept.", idea_ids=[idea.pk], by=None)
    publish_release(release_id=release.pk)
    run_jobs()
    return TopicAnswer.objects.get()


def test_an_answer_is_posted_when_a_person_says_so_and_counts_as_told(
    there: StandIn, run_jobs: Run, signed_in: SignIn
) -> None:
    answer = _told(there, run_jobs)
    assert "Drafts are kept." in answer.words
    assert "forum" in Task.objects.open().get(kind="answer_in_forum").title
    assert len(there.posts) == 1
    browser = signed_in(make_staff(role=Role.AGENT))
    assert "Working offline" in browser.get("/answers/forum/").content.decode()
    for _click in range(2):
        browser.post(f"/answers/forum/{answer.pk}/posting/", {"words": "It is live."})
    run_jobs()

    assert [post["raw"].split("\n")[0] for post in there.posts.values()][1:] == ["It is live."]
    answer.refresh_from_db()
    assert (answer.state, answer.post_number) == ("posted", 101)
    owed = Answer.objects.get()
    assert (owed.state, owed.told_how) == ("told", "in the forum: Working offline")
    assert not Task.objects.open().filter(kind="answer_in_forum").exists()
    # Our own post is no feedback.
    forums_catch_up(0)
    assert Feedback.objects.count() == 1
    assert signed_in(make_staff(role=Role.VIEWER)).get("/answers/forum/").status_code == 403


def test_after_a_crash_between_posting_and_noting_there_is_still_one_post(
    there: StandIn, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _told(there, run_jobs)
    commands.post_topic_answer(answer_id=answer.pk, words="It is live.", by=make_staff())
    with monkeypatch.context() as crash:
        crash.setattr(answering.commands, "note_posted", None)  # type: ignore[attr-defined]
        with pytest.raises(TypeError):
            once.post_once(answer.pk)
    run_jobs()

    assert len(there.posts) == 2
    answer.refresh_from_db()
    assert answer.state == "posted"


def test_what_the_forum_refuses_waits_with_the_reason(there: StandIn, run_jobs: Run, signed_in: SignIn) -> None:
    answer = _told(there, run_jobs)
    commands.post_topic_answer(answer_id=answer.pk, words="It is live.", by=make_staff())
    there.failures = [(500, {})] * 3
    with pytest.raises(DiscourseError):
        once.post_once(answer.pk)
    commands.edit_forum(forum_id=Forum.objects.get().pk, key="wrong", username="answers")
    run_jobs()
    answer.refresh_from_db()
    assert answer.state == "failed"
    assert "API key" in answer.problem
    browser = signed_in(make_staff())
    browser.post(f"/answers/forum/{answer.pk}/dropping/")
    answer.refresh_from_db()
    assert answer.state == "dropped"


def test_the_settings_connect_test_and_disconnect(there: StandIn, signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    forum = Forum.objects.get()
    page = f"/settings/discourse/{forum.pk}/"
    assert browser.post("/settings/discourse/", {"url": "nonsense", "username": "a", "key": "k"}).status_code == 422
    assert browser.post("/settings/discourse/", {"url": there.url, "username": "a", "key": "k"}).status_code == 422
    made = browser.post("/settings/discourse/", {"url": f"{there.url}/community/", "username": "a", "key": "kay"})
    assert made.context["secret"] in made.content.decode()
    assert "answers, and lets us read" in browser.post(f"{page}test/", follow=True).content.decode()
    assert browser.post(page, {"username": "answers", "key": "wrong"}).status_code == 302
    assert "does not accept the API key" in browser.post(f"{page}test/", follow=True).content.decode()
    assert "kay" not in browser.get(page).content.decode()
    there.send("ping", "ping", "OK")
    assert "ping" in browser.get(page).content.decode()
    assert browser.post(f"{page}secret/").context["secret"] != there.secret
    browser.post(f"{page}removal/")
    assert Forum.objects.count() == 1
    assert signed_in(make_staff(role=Role.AGENT)).get("/settings/discourse/").status_code == 403


def test_old_messages_are_forgotten(there: StandIn) -> None:
    there.send("ping", "ping", "OK")
    with clock.at(clock.now() + timedelta(days=31)):
        assert commands.forget_old_arrivals() == 1
