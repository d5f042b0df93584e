"""Issues, forums and telling everybody, looked at in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_conversation, make_feedback, make_idea, make_staff
from wellheard.connect.discourse.commands import connect_forum
from wellheard.connect.discourse.models import Topic, TopicAnswer
from wellheard.connect.github import commands as github
from wellheard.connect.github.commands import Access, Described
from wellheard.decide.commands import link_feedback
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.deliver.work_items.commands import Reading, attach_conversation, link_idea, note_reading
from wellheard.deliver.work_items.models import WorkItem
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Staff], None]


def test_an_idea_waits_for_an_issue_and_everybody_is_told(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing here asks GitHub: how an issue stands is noted as its messages would.
    monkeypatch.setattr("wellheard.connect.github.reactions.read_once", lambda _item: None)
    monkeypatch.setattr("wellheard.connect.github.reactions.comment_once", lambda _item: None)
    grace = make_staff()
    connection, _secret = github.connect(url="https://github.com", access=Access("token", "t"), by=grace)
    github.add_repository(connection_id=connection.pk, described=Described("northwind/app", is_private=True))
    body = b'{"zen": "Keep it logically awesome."}'
    github.keep_arrival(connection=connection, delivery="72d3162e", event="ping", action="", body=body)
    idea = make_idea("Job sheets without a signal", status="building", is_public=True, owner=grace)
    link_idea(idea_id=idea.pk, address="https://github.com/northwind/app/issues/12", by=grace)
    talker, reader = (
        make_contact(company=make_company(mrr=900), name=name) for name in ("Anneke Visser", "Ruta Kazlauskas")
    )
    for contact in (talker, reader):
        said = make_feedback("When the signal goes, the job sheet goes with it.", contact=contact)
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=grace)
    conversation = make_conversation("When the signal goes, the job sheet goes with it.", contact=talker)
    item = WorkItem.objects.get()
    attach_conversation(item=item, conversation_id=conversation.pk)
    over = Reading(
        item.url, "Keep sheets on the device", WorkItem.State.CLOSED, "shipped", clock.now(), is_private=True
    )
    note_reading(item_id=item.pk, reading=over)
    run_waiting_jobs()
    browser_signed_in(grace)

    page.goto(f"{live_server.url}/ideas/{idea.pk}/")
    expect(page.get_by_text("northwind/app#12 was closed as done")).to_be_visible()
    look(page, "idea-waits-for-work")
    page.get_by_role("link", name="Link or make an issue").click()
    look(page, "work-link")
    page.get_by_label("What is to be done").fill("Keep the sheet on the device and **sync** it later.")
    page.get_by_role("button", name="Look at it before it is sent").click()
    look(page, "work-preview")
    page.goto(f"{live_server.url}/work-items/{item.pk}/")
    look(page, "work-item")

    publish_release(release_id=draft_release(title="Spring", notes="Sheets are kept.", idea_ids=[idea.pk], by=grace).pk)
    run_waiting_jobs()
    page.goto(f"{live_server.url}/ideas/{idea.pk}/telling/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 people wait to hear about it")
    look(page, "telling-everybody")
    page.get_by_role("button", name="Tell all 2").click()
    page.get_by_role("dialog").get_by_role("button", name="Tell all 2").click()
    expect(page.get_by_text("2 people hear it.")).to_be_visible()

    page.goto(f"{live_server.url}/settings/github/{connection.pk}/")
    look(page, "settings-github")


def test_a_forum_is_connected_and_its_topics_are_answered(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    forum, _secret = connect_forum(url="https://forum.northwind.example", key="k", username="answers", by=None)
    topic = Topic.objects.create(forum=forum, number=7, title="Working in basements")
    TopicAnswer.objects.create(
        topic=topic,
        idea=make_idea("Job sheets without a signal"),
        occasion="shipped",
        words="It is live.",
        made_at=clock.now(),
    )
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/settings/discourse/{forum.pk}/")
    look(page, "settings-forum")
    page.goto(f"{live_server.url}/answers/forum/")
    look(page, "forum-answers")
