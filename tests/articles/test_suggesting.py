"""What is suggested while somebody writes, and how it is counted without who it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.articles.conftest import Publish
from tests.makers import make_idea
from wellheard.decide.suggestions import says_enough, suggestions_for
from wellheard.foundation import clock
from wellheard.listen.articles.models import Showing, ShownSuggestion
from wellheard.listen.models import Feedback
from wellheard.understand import similar

pytestmark = pytest.mark.django_db
WORDS = {"words": "how can I work without a signal underground"}


@pytest.mark.parametrize(
    ("words", "enough"),
    [
        ("how do I", ""),
        ("how do I export", "yes"),
        ("как мне это", ""),
        ("как мне работать офлайн", "yes"),
        ("离线", ""),
        ("没有信号怎么办", "yes"),
        ("", ""),
    ],
)
def test_the_fourth_word_is_enough(words: str, enough: str) -> None:
    assert says_enough(words) == bool(enough)


def test_articles_and_ideas_are_suggested_and_what_is_opened_and_solved_is_counted(
    client: Client, published: Publish
) -> None:
    article, idea = published(), make_idea("Keep working without a signal", is_public=True)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")

    for _keystroke in range(3):
        shown = client.post("/portal/similar/", WORDS)
    assert "Does this answer it?" in shown.text
    assert "Is it one of these?" in shown.text
    assert "Send it anyway" in shown.text
    read = client.post(f"/portal/help/suggestions/{article.pk}/reading/", headers={"HX-Request": "true"})
    assert "This solved it" in read.text
    client.post(f"/portal/help/suggestions/{article.pk}/solved/", headers={"HX-Request": "true"})

    showing = Showing.objects.get()
    assert showing.solved_at
    assert not showing.sent_at
    assert showing.suggestions.count() == 2
    assert ShownSuggestion.objects.get(subject_type="article").opened_at
    assert not Feedback.objects.exists()


def test_a_vote_for_a_suggested_idea_is_counted(client: Client) -> None:
    idea = make_idea("Keep working without a signal", is_public=True)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    client.post("/portal/similar/", WORDS)

    client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes", "place": "similar"} | WORDS)

    assert Showing.objects.get().voted_at


def test_sending_anyway_is_counted(client: Client, published: Publish) -> None:
    published()
    client.post("/portal/similar/", WORDS)

    client.post("/portal/posts/", WORDS | {"quotable": "no", "once": "x"})

    assert Showing.objects.get().sent_at
    client.post("/portal/similar/", WORDS)
    assert Showing.objects.count() == 2
    assert not Showing.objects.filter(came_back_at__isnull=False).exists()


def test_an_article_is_suggested_in_the_language_somebody_writes(
    client: Client, published: Publish, translated: Any
) -> None:
    article = published()
    translated(article, "de", "Ohne Netz arbeiten", "Im Keller ohne Netz arbeiten: einmal online öffnen.")
    german = {"words": "wie kann ich im Keller ohne Netz arbeiten"}

    assert "Ohne Netz arbeiten" in client.post("/portal/similar/", german).text
    assert "Work without a signal" in client.post("/portal/similar/", WORDS, headers={"Accept-Language": "lt"}).text


def test_two_keystrokes_at_once_are_one_writing(published: Publish) -> None:
    published()

    for browser in (Client(), Client()):
        browser.post("/portal/similar/", WORDS | {"once": "the-form"})

    assert Showing.objects.count() == 1


def test_who_begins_again_came_back_and_who_does_not_was_helped(
    client: Client, published: Publish, monkeypatch: Any
) -> None:
    published()
    client.post("/portal/similar/", WORDS)
    session = client.session
    session["suggested"] = session["suggested"] | {"at": session["suggested"]["at"] - 2 * 3600}
    session.save()

    client.post("/portal/similar/", WORDS)

    first, second = Showing.objects.order_by("pk")
    assert first.came_back_at
    assert not second.came_back_at
    Showing.objects.update(began_at=clock.now() - timedelta(days=8))
    assert list(Showing.objects.settled().deflected()) == [second]


def test_nothing_of_a_person_is_kept(client: Client, published: Publish) -> None:
    published()
    client.post("/portal/similar/", WORDS)

    kept = str(Showing.objects.values().get()) + str(ShownSuggestion.objects.values().get())
    assert "signal" not in kept
    assert str(client.session.session_key) not in kept


def test_whoever_answers_gets_links_to_insert_and_private_ideas_too(published: Publish, translated: Any) -> None:
    translated(published(), "de", "Ohne Netz arbeiten", "Einmal online öffnen.")
    idea = make_idea("Keep working without a signal")
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")

    found = suggestions_for(WORDS["words"], language="de")

    assert found.articles[0].markdown == (
        "[Ohne Netz arbeiten](http://127.0.0.1:8000/portal/help/de/ohne-netz-arbeiten/)"
    )
    assert found.ideas == [idea]


def test_an_article_that_is_hidden_is_suggested_no_more(
    client: Client, published: Publish, run_jobs: Callable[[], None]
) -> None:
    article = published()
    Showing.objects.all().delete()
    article.state = "draft"
    article.save(update_fields=["state"])

    assert "Does this answer it?" not in client.post("/portal/similar/", WORDS).text
