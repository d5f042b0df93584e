"""What customers read in the help centre, and who may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.articles.conftest import Publish
from tests.makers import make_area, make_company, make_contact
from wellheard.customers.models import Contact, Segment, SegmentMember
from wellheard.listen.articles import commands
from wellheard.listen.articles.models import Article
from wellheard.listen.models import Feedback, Suspect

pytestmark = pytest.mark.django_db
Visiting = Callable[[Contact], Client]
PAGE = "/portal/help/en/work-without-a-signal/"


@pytest.fixture
def for_offley(published: Publish) -> Contact:
    """An article for one company alone; its contact is returned."""
    offley = make_company(name="Offley Lifts")
    segment = Segment.objects.create(name="Lifts", rule={})
    SegmentMember.objects.create(segment=segment, company=offley)
    published("Secret lever", "Pull the secret lever twice.", audience=Article.Audience.SEGMENT, segment=segment)
    return make_contact(company=offley)


def test_articles_stand_by_section_and_area_and_drafts_do_not(client: Client, published: Publish, writer: Any) -> None:
    area = make_area(name="Field work")
    published(section="Start", area=area)
    commands.write_article(title="Half written", summary="", body="x", language="en", by=writer)

    front = client.get("/portal/help/").text
    assert "Work without a signal" in front
    assert "Start" in front
    assert "Half written" not in front
    assert "Work without a signal" in client.get(f"/portal/help/?area={area.pk}").text
    assert "Nothing is explained" in client.get(f"/portal/help/?area={make_area().pk}").text


@pytest.mark.parametrize(
    ("words", "article"),
    [
        ("offline work", ("en", "Work without a signal", "Working offline needs one visit while online.")),
        ("Rechnungen", ("de", "Eine Rechnung senden", "So senden Sie Rechnungen per Post.")),
        ("离线工作", ("zh-hans", "没有信号时", "您可以离线工作,稍后再发送。")),
        ("счетов", ("ru", "Отправить счёт", "Здесь можно отправить несколько счетов сразу.")),
    ],
)
def test_an_article_is_found_in_any_language(
    client: Client, published: Publish, words: str, article: tuple[str, str, str]
) -> None:
    language, title, body = article
    published(title, body, language=language, summary="")
    published("Something else", "Of no use.", summary="")

    page = client.get("/portal/help/", {"q": words})

    assert title in page.text
    assert "Something else" not in page.text
    assert "No article says" in client.get("/portal/help/", {"q": "qwzx"}).text


def test_a_reader_of_another_language_is_told_and_led_to_theirs(
    client: Client, published: Publish, translated: Any
) -> None:
    article = published()
    german = {"Accept-Language": "de"}

    assert "Englisch" in client.get(PAGE, headers=german).text
    translated(article, "de", "Ohne Netz arbeiten", "Einmal online öffnen.")
    assert 'href="/portal/help/de/ohne-netz-arbeiten/"' in client.get(PAGE, headers=german).text
    assert "Ohne Netz arbeiten" in client.get("/portal/help/", headers=german).text


def test_an_old_address_leads_on_for_good(client: Client, published: Publish) -> None:
    article = published()
    text = commands.write_text(
        article_id=article.pk, language="en", version=1, title="Offline", summary="", body="x", slug="offline", by=None
    )
    commands.publish_text(article_id=article.pk, language="en", version=text.version, by=None)

    moved = client.get(PAGE)

    assert (moved.status_code, moved.headers["Location"]) == (301, "/portal/help/en/offline/")
    assert client.get("/portal/help/en/nothing/").status_code == 404
    commands.unpublish_article(article_id=article.pk)
    assert client.get(PAGE).status_code == 404
    assert client.get("/portal/help/en/offline/").status_code == 404


def test_what_is_for_a_segment_exists_for_its_contacts_alone(
    client: Client, visiting: Visiting, for_offley: Contact
) -> None:
    path, words = "/portal/help/en/secret-lever/", {"words": "how to pull the secret lever twice"}
    theirs, stranger = visiting(for_offley), visiting(make_contact(company=make_company()))

    for browser in (client, stranger):
        assert browser.get(path).status_code == 404
        assert browser.post(f"{path}rating/", {"verdict": "yes"}).status_code == 404
        for address in ("/portal/help/", "/portal/help/?q=lever", "/portal/help/feed/", "/portal/help/sitemap.xml"):
            assert "ecret" not in browser.get(address).text
        assert "Secret lever" not in browser.post("/portal/similar/", words).text
        assert browser.post(f"/portal/help/suggestions/{Article.objects.get().pk}/reading/").status_code == 404
    assert "secret lever twice" in theirs.get(path).text
    assert "Secret lever" in theirs.get("/portal/help/?q=lever").text
    assert "Secret lever" in theirs.post("/portal/similar/", words).text
    for address in ("/portal/help/feed/", "/portal/help/sitemap.xml"):
        assert "ecret" not in theirs.get(address).text


def test_a_browser_says_once_whether_it_helped_and_may_say_why(client: Client, published: Publish) -> None:
    article = published()

    for verdict in ("no", "no", "yes"):
        assert client.post(f"{PAGE}rating/", {"verdict": verdict}).headers["Location"] == f"{PAGE}#helped"
    for _click in range(2):
        client.post(f"{PAGE}comment/", {"words": "Which switch is it?", "once": "x"})

    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (1, 0)
    said = Feedback.objects.get()
    assert (said.words, said.contact, said.attributes) == (
        "Which switch is it?",
        None,
        {"article": "Work without a signal"},
    )
    assert "We have your words" in client.get(PAGE).text


def test_looking_counts_nothing_and_bad_verdicts_neither(client: Client, published: Publish) -> None:
    article = published()

    assert client.get(f"{PAGE}rating/").status_code == 405
    client.post(f"{PAGE}rating/", {"verdict": "x"})
    assert client.post(f"{PAGE}comment/", {"words": "early"}).status_code == 302
    client.post(f"{PAGE}rating/", {"verdict": "yes"})
    assert client.post(f"{PAGE}comment/", {"words": " "}).status_code == 422
    client.post(f"{PAGE}comment/", {"words": "Buy pills", "website": "https://pills.example"})

    article.refresh_from_db()
    assert article.rating_count == 1
    assert not Feedback.objects.exists()
    assert Suspect.objects.get().words == "Buy pills"


def test_search_engines_and_feed_readers_get_what_everybody_may_read(client: Client, published: Publish) -> None:
    published()

    assert f"<loc>http://127.0.0.1:8000{PAGE}</loc>" in client.get("/portal/help/sitemap.xml").text
    feed = client.get("/portal/help/feed/?language=en").text
    assert "Work without a signal" in feed
    page = client.get(PAGE).text
    assert '<meta name="description" content="What works underground' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{PAGE}">' in page


def test_the_front_asks_the_database_no_more_often_for_more(
    client: Client, published: Publish, queries_of: Callable[[Client, str], int]
) -> None:
    published("One", section="A")
    client.get("/portal/help/")
    one = queries_of(client, "/portal/help/")
    for number in range(20):
        published(f"Article {number}", section="A")

    assert queries_of(client, "/portal/help/") <= one
