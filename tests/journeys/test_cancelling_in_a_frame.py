"""Somebody cancels on a page of the vendor's own: the form stands in a frame there, and tells that page what came of it."""

import http.server
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import jwt
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.departures.makers_departures import reason
from tests.foundation.http.outside import outside_system
from tests.journeys.look import look
from tests.makers import make_company, make_idea
from wellheard.customers.commands import make_identity_secret
from wellheard.foundation import clock
from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Cancellation
from wellheard.understand import similar

pytestmark = pytest.mark.django_db(transaction=True)
AUDIENCE = "https://feedback.vendor.example"
HOST = """<!doctype html><html lang="en"><title>Billing</title><h1>Billing</h1><p id="heard"></p>
<form method="post" action="{server}/cancel/" target="wellheard-cancel"><input type="hidden" name="token" value="{token}">
<button>Cancel my plan</button></form><iframe name="wellheard-cancel" title="Cancel" width="360" height="560"></iframe>
<script>addEventListener("message", (e) => {{ if (e.data.wellheard === "cancellation") heard.textContent = e.data.outcome; }});
</script></html>"""


@contextmanager
def billing_page(server: str) -> Iterator[str]:
    """Serve a page of the vendor's by a server of its own, and return its address."""
    make_company(name="Acme", external_id="acme-7")
    _key, secret = make_identity_secret(name="App", audience=AUDIENCE, by=None)
    claims = {"sub": "u-17", "aud": AUDIENCE, "exp": clock.now() + timedelta(minutes=5), "company": {"id": "acme-7"}}
    said = HOST.format(server=server, token=jwt.encode(claims, secret, algorithm="HS256")).encode()

    def show(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(said)))
        handler.end_headers()
        handler.wfile.write(said)

    with outside_system(show) as address:
        yield address


def test_somebody_cancels_in_a_frame_of_the_vendors_page(page: Page, live_server: LiveServer) -> None:
    commands.set_offer(
        reason=reason("missing-function"), version=0, kind="call", texts={"en": "Shall we show you?"}, url=""
    )
    idea = make_idea(title="Work offline in the harbour", is_public=True)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    with billing_page(live_server.url) as site:
        commands.set_return_origins(origins=[site])
        page.goto(site)
        page.get_by_role("button", name="Cancel my plan").click()
        form = page.frame_locator("iframe[name=wellheard-cancel]")
        form.get_by_label("Something we need is missing").check()
        form.get_by_role("button", name="Go on").click()
        form.get_by_label("What did you miss?").press_sequentially("work offline")
        # As one types: nothing is pressed.
        form.get_by_label("Work offline in the harbour").check()
        look(page, "leaving-in-a-frame")
        form.get_by_role("button", name="Cancel anyway").click()
        expect(form.get_by_role("heading", name="Your cancellation is noted")).to_be_visible()
        expect(page.locator("#heard")).to_have_text("left")
    assert Cancellation.objects.get().idea_id == idea.pk


def test_another_site_cannot_show_the_form_in_a_frame(page: Page, live_server: LiveServer) -> None:
    reason("price")
    with billing_page(live_server.url) as site:
        page.goto(site)
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.get_by_role("button", name="Cancel my plan").click()
    form = page.frame_locator("iframe[name=wellheard-cancel]")
    expect(form.get_by_text("What makes you leave?")).not_to_be_visible()
