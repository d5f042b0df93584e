"""Segment's client in a page of another site: it asks us where to send, and what it sends arrives; also when we are killed."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.sdk.conftest import Clients, Server
from tests.serving.installation import wait_for

pytestmark = pytest.mark.browser
LOAD = """([writeKey, cdnURL]) => {
  window.client = window.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL });
  return window.client.ready();
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Give out the page, or a file of the client."""
        if self.path != "/":
            super().do_GET()
            return
        body = b"<!doctype html><title>A host page</title><script src=/index.js></script>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def host_page(node_clients: Clients) -> Iterator[str]:
    """A page with the client as it was built for browsers, on a site of its own."""
    built = Path(node_clients.folder) / "node_modules/@segment/analytics-next/dist/umd"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(built))) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_address[1]}/"
        site.shutdown()


def arrived_of(server: Server, key: str, *names: str) -> dict[str, dict[str, Any]]:
    """Wait until events of these names are in the inbox, and return all by their name."""

    def rows() -> dict[str, dict[str, Any]]:
        return {row["name"] or row["kind"]: row for row in server.arrived(key)}

    wait_for(lambda: set(names) <= set(rows()), seconds=90, what=f"{names[:3]}…")
    return rows()


def test_every_call_of_a_page_arrives(server: Server, host_page: str, page: Page) -> None:
    key = server.make_source("page", kind="browser")
    page.goto(host_page)
    page.evaluate(LOAD, [key, server.url])
    page.evaluate("client.track('Anonymous')")
    page.evaluate("client.identify('ada', { plan: 'pro' })")
    page.evaluate("client.group('acme', { name: 'Acme' })")
    page.evaluate("client.page('Docs', 'Start')")
    page.evaluate("client.track('Report Sent', { pages: 3 })")

    rows = arrived_of(server, key, "Anonymous", "identify", "group", "Start", "Report Sent")
    assert not any(row["is_trusted"] for row in rows.values())
    assert (rows["Anonymous"]["user_id"], len(rows["Anonymous"]["anonymous_id"])) == ("", 36)
    assert (rows["identify"]["user_id"], rows["identify"]["traits"]) == ("ada", {"plan": "pro"})
    assert rows["group"]["group_id"] == "acme"
    assert rows["Report Sent"]["properties"] == {"pages": 3}
    assert "ip" not in rows["Report Sent"]["context"]


def test_a_page_loses_nothing_when_we_are_killed(server: Server, host_page: str, page: Page) -> None:
    key = server.make_source("page-kills", kind="browser")
    page.goto(host_page)
    page.evaluate(LOAD, [key, server.url])
    names = [f"Clicked {number}" for number in range(40)]
    for number, name in enumerate(names):
        page.evaluate("(name) => void client.track(name)", name)
        if number in {10, 25}:
            server.kill_listeners()

    arrived_of(server, key, *names)
