"""An article from its first word to the customer it saved from writing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_area, make_idea, make_staff
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.listen.articles import commands
from wellheard.listen.articles.models import Article, Showing
from wellheard.understand import similar
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Staff], None]
BODY = """Open the app once while you are online.

# What works

- Forms
- Pictures, sent later

| Device | Since |
|---|---|
| Phone | 8.2 |
"""


def test_an_article_is_written_and_published(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    ines = make_staff(role=Role.AGENT, name="Ines Calder")
    browser_signed_in(ines)
    make_area(name="Field work")
    commands.wish_for_article(title="How do I work without a signal?", area=None, by=ines)
    page.goto(f"{live_server.url}/articles/")
    look(page, "articles-none")
    page.get_by_role("link", name="Missing articles").click()
    look(page, "articles-missing")
    page.get_by_role("link", name="Write it").click()
    expect(page.get_by_label("Title")).to_have_value("How do I work without a signal?")
    look(page, "article-new")
    page.get_by_label("In one sentence").fill("What works underground, and how it is sent later.")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_label("Text").fill(BODY)
    expect(page.get_by_role("heading", name="What works")).to_be_visible()
    look(page, "article-writing")
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", name="What readers read")).to_be_visible()
    look(page, "article")
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Version 1").click()
    look(page, "article-versions")
    page.goto(f"{live_server.url}/articles/{Article.objects.get().pk}/place/")
    look(page, "article-place")
    page.goto(f"{live_server.url}/articles/")
    expect(page.get_by_role("heading", name="Customers read one article")).to_be_visible()
    look(page, "articles")


def test_a_customer_is_helped_while_they_write(page: Page, live_server: LiveServer) -> None:
    article = commands.write_article(
        title="Work without a signal",
        summary="What works underground, and how it is sent later.",
        body=BODY,
        language="en",
        section="On the road",
        by=None,
    )
    commands.publish_text(article_id=article.pk, language="en", version=1, by=None)
    run_waiting_jobs()
    idea = make_idea("Keep working without a signal", is_public=True)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    page.goto(f"{live_server.url}/portal/help/")
    look(page, "help-centre")
    page.goto(f"{live_server.url}/portal/")
    words = page.get_by_role("textbox", name="What do you need")
    words.press_sequentially("How can I work")
    expect(page.get_by_role("heading", name="Does this answer it?")).to_be_visible()
    words.press_sequentially(" without a signal underground")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    expect(page.locator("#similar-said")).to_have_text("What may help stands below the field.")
    look(page, "portal-suggestions")
    page.get_by_role("button", name="Work without a signal").click()
    expect(page.get_by_role("heading", name="What works")).to_be_visible()
    words.press_sequentially(" please")
    page.wait_for_timeout(600)
    look(page, "portal-suggestion-read")
    page.get_by_role("button", name="This solved it").click()
    expect(page.get_by_text("Nothing was sent")).to_be_visible()
    expect(words).to_have_value("How can I work without a signal underground please")
    assert Showing.objects.get().solved_at
    page.get_by_role("button", name="Send it anyway").click()
    expect(page.get_by_text("We have your words")).to_be_visible()
    assert Showing.objects.get().sent_at
    page.goto(f"{live_server.url}/portal/help/en/work-without-a-signal/")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", name="It did not help")).to_be_visible()
    look(page, "help-article")
