"""The roadmap, the changelog and its feed."""

from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Contact
from wellheard.decide.commands import link_feedback, vote
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.workspace.models import Staff, Vendor

ATOM = "{http://www.w3.org/2005/Atom}"


def _said_about(idea: Idea, words: str = "We need it.", quotable: str = "named") -> Contact:
    contact = make_contact(company=make_company(name="Acme GmbH"))
    said = make_feedback(words, contact=contact, quotable=quotable, published_at=clock.now())
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())
    return contact


def _release(title: str, *ideas: Idea, notes: str = "It is there.") -> Release:
    release = draft_release(title=title, notes=notes, idea_ids=[idea.pk for idea in ideas], by=None)
    return publish_release(release_id=release.pk)


def test_the_roadmap_shows_what_comes_and_what_came_lately(client: Client) -> None:
    for status in ("heard", "under_review", "planned", "building", "beta", "shipped", "not_now"):
        make_idea(f"An idea {status}", is_public=True, status=status)
    make_idea("Long there", is_public=True, status="shipped", status_changed_at=clock.now() - timedelta(days=91))
    make_idea("Private plan", status="planned")

    columns = client.get("/portal/roadmap/").context["columns"]

    assert [(str(column.name), [row.idea.title for row in column.rows]) for column in columns] == [
        ("Planned", ["An idea planned"]),
        ("Building", ["An idea building"]),
        ("Beta", ["An idea beta"]),
        ("Shipped lately", ["An idea shipped"]),
    ]


def test_a_long_column_shows_the_most_wanted_and_leads_to_the_rest(client: Client) -> None:
    for number in range(15):
        make_idea(f"Plan {number:02}", is_public=True, status="planned", vote_count=number)
    page = client.get("/portal/roadmap/")
    planned = page.context["columns"][0]

    assert [row.idea.title for row in planned.rows] == [f"Plan {number:02}" for number in range(14, 2, -1)]
    assert planned.count == 15
    assert 'href="/portal/?status=planned">3 more</a>' in page.text
    assert len(client.get("/portal/?status=planned").context["page"].items) == 15


def test_the_roadmap_marks_what_one_voted_for(visiting: Callable[[Contact], Client]) -> None:
    ada, idea = make_contact(), make_idea(is_public=True, status="planned")
    vote(idea_id=idea.pk, contact=ada)

    assert "1 · you too" in visiting(ada).get("/portal/roadmap/").text
    assert "you too" not in visiting(make_contact()).get("/portal/roadmap/").text


def test_an_empty_roadmap_says_so(client: Client) -> None:
    assert client.get("/portal/roadmap/").text.count("Nothing at the moment.") == 4


def test_the_changelog_begins_each_entry_with_what_somebody_said(client: Client) -> None:
    idea, private = make_idea("Quiet hours", is_public=True), make_idea("Secret engine")
    _said_about(idea, "How do I stop the texts?")
    _said_about(private, "Nobody knows.")
    for _number in range(2):
        vote(idea_id=idea.pk, contact=make_contact())
    _release("Nights are quiet", idea, private, notes="Choose the hours.\n\nhttps://example.com/help")
    draft_release(title="A draft", notes="Not yet.", idea_ids=[], by=None)

    page = client.get("/portal/changelog/").text

    for shown in (
        "“How do I stop the texts?”",
        "Acme GmbH and 2 more",
        "Nights are quiet",
        "<p>Choose the hours.</p>",
        "Quiet hours",
    ):
        assert shown in page
    assert 'href="https://example.com/help" rel="nofollow noopener"' in page
    for hidden in ("A draft", "Secret engine", "Nobody knows."):
        assert hidden not in page


def test_releases_are_read_newest_first_page_by_page(client: Client) -> None:
    for number in range(12):
        release = _release(f"Release {number:02}")
        Release.objects.filter(pk=release.pk).update(published_at=clock.now() - timedelta(days=number))
    first = client.get("/portal/changelog/")
    following = client.get(f"/portal/changelog/?after={first.context['page'].next}")

    assert [entry.release.title for entry in first.context["page"].items] == [
        f"Release {number:02}" for number in range(10)
    ]
    assert [entry.release.title for entry in following.context["page"].items] == ["Release 10", "Release 11"]


def test_an_empty_changelog_says_so(client: Client) -> None:
    assert "Nothing has been released yet" in client.get("/portal/changelog/?after=nonsense").text


@pytest.mark.parametrize("path", ["/portal/roadmap/", "/portal/changelog/"])
def test_reading_asks_the_database_as_often_for_twenty_as_for_one(
    visiting: Callable[[Contact], Client], path: str
) -> None:
    ada = make_contact()
    client = visiting(ada)

    def add() -> None:
        idea = make_idea(is_public=True, status="building")
        _said_about(idea)
        vote(idea_id=idea.pk, contact=ada)
        _release("A release", make_idea(is_public=True), make_idea(is_public=True))

    add()
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _number in range(19):
        add()
    with CaptureQueriesContext(connection) as twenty:
        client.get(path)

    assert len(twenty) == len(one) <= 11


def test_the_feed_tells_feed_readers_what_is_new(client: Client) -> None:
    Vendor.objects.update_or_create(pk=1, defaults={"name": "Northwind & Sons"})
    idea = make_idea("Quiet hours", is_public=True)
    _said_about(idea, "Stop <b>the</b> texts & calls.")
    release = _release("Nights <i>are</i> quiet", idea, notes="Choose the hours. ]]> <script>alert(1)</script>")

    answer = client.get("/portal/changelog/feed/")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert feed.findtext(f"{ATOM}title") == "What’s new from Northwind & Sons"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Nights <i>are</i> quiet"
    assert entry.find(f"{ATOM}link").attrib["href"].endswith(f"/portal/changelog/#release-{release.pk}")  # type: ignore[union-attr]
    summary = entry.findtext(f"{ATOM}summary") or ""
    assert "“Stop &lt;b&gt;the&lt;/b&gt; texts &amp; calls.”" in summary
    assert "&lt;script&gt;" in summary
    assert "<script>" not in summary


def test_the_feed_is_readable_whatever_was_typed(client: Client) -> None:
    _release("Odd \ufffe\uffff title", notes="Odd \ufffe\uffff notes")

    feed = ET.fromstring(client.get("/portal/changelog/feed/").content)  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "Odd  title"


def test_the_feed_shows_nobody_more_than_everybody(visiting: Callable[[Contact], Client]) -> None:
    idea = make_idea(is_public=True)
    ada = _said_about(idea, "Only for you.", quotable="no")
    _release("Quiet", idea)
    draft_release(title="A draft", notes="Not yet.", idea_ids=[], by=None)

    client = visiting(ada)
    assert "Only for you." in client.get("/portal/changelog/").text
    feed = client.get("/portal/changelog/feed/").text
    assert "Quiet" in feed
    assert "Only for you." not in feed
    assert "A draft" not in feed


@pytest.mark.parametrize("path", ["roadmap", "changelog", "changelog/feed"])
def test_these_pages_are_for_reading_only(client: Client, path: str) -> None:
    assert client.post(f"/portal/{path}/").status_code == 405


def _somebody_here() -> Staff:
    return Staff.objects.first() or make_staff()
