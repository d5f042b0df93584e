"""What is said in the product, with what may already help beside it and a picture of the screen."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.articles.conftest import published, writer
from tests.makers import make_idea, make_staff
from tests.widget.conftest import Tab
from wellheard.foundation.facts.models import Fact
from wellheard.listen.articles.models import Article, Showing
from wellheard.listen.conversations.models import Attachment, Conversation, Surroundings
from wellheard.listen.models import Feedback, FeedbackPicture, Suspect

__all__ = ["published", "writer"]

WORDS = "When someone is ill I drag every job"
ONCE = "3f0c1e2a-9d1b-4b7e-8c55"


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def test_what_is_told_is_feedback_with_its_page_and_version(tab: Tab) -> None:
    answer = tab.say(WORDS, url="https://app.example/day#secret", version="4.2.1", context={"plan": "team", "deep": {}})

    assert answer.status == 201
    feedback = Feedback.objects.get()
    assert (feedback.words, feedback.source, feedback.voice) == (WORDS, "widget", "own")
    assert (feedback.url, feedback.version) == ("https://app.example/day", "4.2.1")
    assert feedback.attributes == {"plan": "team"}
    assert answer["key"] == f"f.{feedback.pk}"


def test_what_is_sent_twice_is_kept_once_and_other_words_are_something_else(tab: Tab) -> None:
    first, again = tab.say(WORDS, once=ONCE), tab.say(WORDS, once=ONCE)
    assert first["key"] == again["key"]
    tab.say("I want it in blue as well", once=ONCE)
    assert Feedback.objects.count() == 2


def test_a_question_is_a_conversation_once_with_what_the_screen_showed(tab: Tab) -> None:
    shot = tab.post("screenshots", picture(), once=ONCE)["id"]
    for _twice in range(2):
        answer = tab.ask("How do I move a day?", once=ONCE, url="https://app.example/day", screenshot=shot)

    conversation = Conversation.objects.get()
    assert (conversation.channel, conversation.waits_for) == ("in_app", "us")
    assert answer["conversation"] == conversation.pk
    assert Surroundings.objects.get().url == "https://app.example/day"
    assert Attachment.objects.get().media_type == "image/png"
    assert not Feedback.objects.exists()


def test_a_picture_of_the_screen_goes_along_with_what_is_told(tab: Tab) -> None:
    shot = tab.post("screenshots", picture(), once=ONCE)
    assert (shot.status, shot["width"]) == (201, 30)
    assert tab.post("screenshots", picture(), once=ONCE)["id"] == shot["id"]

    tab.say(WORDS, screenshot=shot["id"])

    assert FeedbackPicture.objects.get().feedback == Feedback.objects.get()


def test_a_picture_that_is_none_is_refused_and_words_with_an_unknown_one_are_kept(tab: Tab) -> None:
    assert tab.post("screenshots", b"GIF89a no picture").status == 422
    assert tab.say(WORDS, screenshot="made-up").status == 201


@pytest.mark.parametrize(
    "wrong", [{"words": "  "}, {"words": 7}, {"words": "x" * 20_001}, {"words": WORDS, "kind": "shout"}]
)
def test_what_cannot_be_kept_gets_a_sentence(tab: Tab, wrong: dict[str, object]) -> None:
    answer = tab.post("said", wrong)
    assert (answer.status, answer.kind) == (422, "invalid")
    assert answer["detail"].endswith(".")
    assert not Feedback.objects.exists()


def test_what_is_said_needs_a_key_of_its_own(tab: Tab) -> None:
    assert tab.say(WORDS, once="1").status == 400


def test_what_looks_like_advertising_waits_for_a_person(tab: Tab) -> None:
    spam = "Buy http://a.example http://b.example http://c.example http://d.example http://e.example"
    answer = tab.say(spam, once=ONCE)
    assert "one of us reads it first" in answer["text"]
    assert Suspect.objects.get().words == spam
    assert not Feedback.objects.exists()


def test_what_helps_is_suggested_and_what_comes_of_it_counted(tab: Tab, published: Callable[..., Article]) -> None:
    article = published("Move a whole day to another engineer", "Open the day and drag it to another engineer.")
    make_idea("Suggest another engineer for a day", is_public=True)
    words = {"words": "drag a whole day to another engineer", "writing": "w1"}

    found = tab.post("find", words)["results"]

    assert found[0]["kind"] == "article"
    assert found[0]["note"] == "Article, 1 minute."
    tab.post(f"find/{found[0]['key']}/opened")
    assert "not sent" in tab.post(f"find/{found[0]['key']}/solved")["text"]
    tab.post("find", words | {"writing": "w2", "before": "w1"})
    showing = Showing.objects.get(solved_at__isnull=False)
    assert (showing.place, showing.came_back_at is not None) == ("widget", True)
    assert tab.post("find/nonsense/solved").status == 404
    tab.say(words["words"], writing="w2")
    assert Showing.objects.exclude(sent_at=None).count() == 1
    assert tab.get(f"articles/{article.pk}")["body"][0] == ["p", {}, "Open the day and drag it to another engineer."]


def test_an_article_helps_each_reader_once(tab: Tab, published: Callable[..., Article]) -> None:
    article = published()
    for helped in (True, True, False):
        tab.post(f"articles/{article.pk}/rated", {"helped": helped})
    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (0, 1)
    assert tab.get(f"articles/{article.pk}")["rated"] == "no"
    assert tab.post(f"articles/{article.pk}/rated", {"helped": "very"}).status == 422
    assert tab.get("articles/0").status == 404


def test_votes_are_for_people_who_are_known_unless_the_owner_lets_anybody(tab: Tab, signed: Callable[..., str]) -> None:
    idea, hidden = make_idea("Blue", is_public=True), make_idea("Secret", is_public=False)
    refused = tab.post(f"ideas/{idea.pk}/vote")
    assert (refused.status, tab.post("hello")["features"]["vote"]) == (403, False)
    tab.token = signed("u-7")

    for _twice in range(2):
        assert tab.post(f"ideas/{idea.pk}/vote").said == {"votes": 1, "voted": True}
    assert tab.get(f"ideas/{idea.pk}")["voted"] is True
    assert [one["title"] for one in tab.get("ideas")["ideas"]] == ["Blue"]
    assert tab.delete(f"ideas/{idea.pk}/vote")["voted"] is False
    assert tab.post(f"ideas/{hidden.pk}/vote").status == 404


def test_who_asked_is_written_on_the_facts(tab: Tab, signed: Callable[..., str]) -> None:
    make_staff()
    tab.token = signed("u-7")
    tab.post("hello")
    tab.say(WORDS)
    fact = Fact.objects.get(name="feedback.recorded")
    assert (fact.actor_type, fact.actor_id) == ("contact", Feedback.objects.get().contact_id)


def test_half_of_a_character_is_kept_as_a_sign_that_something_was_there(tab: Tab) -> None:
    assert tab.say("It broke \ud800 yesterday").status == 201
    assert Feedback.objects.get().words == "It broke \ufffd yesterday"
