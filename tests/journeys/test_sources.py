"""An admin lets a product send events, and looks after those that could not be understood."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_source, make_staff
from tests.segment_com.conftest import send
from wellheard.connect.segment_com import messages
from wellheard.foundation import clock
from wellheard.listen.sources import meter, queries
from wellheard.listen.sources.models import DeadLetter, Source
from wellheard.listen.usage.models import ArrivedEvent
from wellheard.workspace.models import Staff

SignIn = Callable[[Staff], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    meter.forget()
    queries.forget()


def test_an_admin_makes_a_source_sees_why_an_event_is_not_understood_and_tries_it_again(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    page.goto(f"{live_server.url}/settings/sources/")
    look(page, "sources-none")
    page.get_by_label("Name").fill("Back end")
    # By keyboard: the form is sent with Enter.
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Copy the key now")
    look(page, "source-made")
    key = page.get_by_label("Back end").input_value()
    page.get_by_role("link", name="I have it").click()
    expect(page.get_by_text(key)).to_have_count(0)

    with monkeypatch.context() as before_the_upgrade:
        before_the_upgrade.setattr(messages, "MOST_EVENT_BYTES", 60)
        large = {"type": "track", "event": "Report Sent", "userId": "u-1", "properties": {"pages": 300}}
        assert send("/v1/batch", {"batch": [large]}, key=key)[0] == 200
    nameless = {"type": "track", "userId": "u-2", "properties": {"pages": 3}}
    assert send("/v1/batch", {"batch": [nameless]}, key=key)[0] == 200
    assert not ArrivedEvent.objects.exists()

    page.reload()
    page.get_by_role("link", name="2 events of it could not be understood").click()
    expect(page.get_by_text("“event” is missing")).to_be_visible()
    page.get_by_text("As it came").first.click()
    look(page, "dead-letters")
    page.get_by_role("button", name="Try the chosen again").click()

    expect(page.get_by_text("1 event is understood now and kept.")).to_be_visible()
    expect(page.get_by_text("1 event is still not understood")).to_be_visible()
    assert ArrivedEvent.objects.get().name == "Report Sent"
    page.get_by_role("button", name="Discard the chosen").click()
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Every event was understood")
    assert not DeadLetter.objects.waiting().exists()


def confirm(page: Page) -> None:
    """Say yes where the page asks once more."""
    page.locator("#confirm [data-answer=yes]").click()


def test_thousands_of_events_that_were_not_understood_are_put_away_by_the_hundred(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    source, _key = make_source(name="Web app", kind="browser")
    now = clock.now()
    DeadLetter.objects.bulk_create(
        DeadLetter(
            source=source,
            protocol="segment.track",
            received_at=now - timedelta(seconds=number),
            reason="It tracks an event without a name: “event” is missing.",
            body=b'{"anonymousId": "8c1f", "properties": {"' + b"long" * 80 + b'": 1}}',
            body_sha256=str(number),
        )
        for number in range(10_000)
    )
    browser_signed_in(make_staff())

    page.goto(f"{live_server.url}/settings/dead-letters/?source={source.pk}")
    expect(page.get_by_role("heading", level=1)).to_have_text("10,000 events could not be understood")
    look(page, "dead-letters-thousands")
    page.get_by_role("button", name="Discard the oldest 500").click()
    confirm(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("9,500 events could not be understood")
    expect(page).to_have_url(re.compile(rf"source={source.pk}$"))


def test_a_source_in_pages_is_limited_paused_and_resumed(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    source, key = make_source(name="Web app", kind="browser", last_seen_at=clock.now())
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/settings/sources/{source.pk}/")
    page.get_by_label("Sites").fill("app.example.com/path")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is no site").first).to_be_visible()
    look(page, "source-wrong-site")
    page.get_by_label("Sites").fill("https://app.example.com")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds everywhere within a few seconds.")).to_be_visible()
    queries.forget()
    event = {"event": "Opened", "anonymousId": "d-1"}
    assert send("/v1/t", event, key=key, origin="https://evil.example")[1]["code"] == "unknown_site"

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Web app is paused")
    look(page, "source-paused")
    queries.forget()
    assert send("/v1/t", event, key=key, origin="https://app.example.com")[1]["code"] == "paused"
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    queries.forget()
    assert send("/v1/t", event, key=key, origin="https://app.example.com")[0] == 200
    assert Source.objects.get().origins == ["https://app.example.com"]
