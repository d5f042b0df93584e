"""A product of the vendor's, on a site of its own, with the tab in it, in a real browser."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import base_url, browser_type_launch_args, page, playwright
from tests.makers import make_source
from wellheard.listen.sources.models import Source
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Vendor

__all__ = ["base_url", "browser_type_launch_args", "page", "playwright"]

# As strict as they come: nothing but what carries the nonce, no addresses, Trusted Types.
STRICT = (
    "default-src 'none'; img-src data:; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; connect-src {server}; "
    "require-trusted-types-for 'script'; base-uri 'none'"
)
ANY_SITE = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*, authorization"}
PRODUCT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dispatch</title>
<link rel="icon" href="data:,"><style nonce="n0nce">:root {{ color-scheme: light dark }} body {{ font: 16px sans-serif }}</style>
<script nonce="n0nce">{before}</script>
<script nonce="n0nce" async src="{server}/widget/v1.js" data-key="{key}" data-version="4.2.1" {attributes}></script></head>
<body><main><h1>Thursday, 19 November</h1>
<p><label>Search <input id="search"></label></p><p>08:00 Boiler service</p></main></body>
</html>
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them, so that they can be left out where there is no browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Product(ThreadingHTTPServer):
    """The vendor's own site: whatever address is asked for, it is the same page."""

    daemon_threads = True
    page, policy = "", ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Product

    def do_GET(self) -> None:
        content = self.server.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def wait_until_sent(page: Page) -> None:
    """Wait until nothing waits in the browser any more."""
    for _look in range(200):
        if not page.evaluate("Object.keys(localStorage).filter(name => name.includes('queue')).length"):
            return
        page.wait_for_timeout(50)
    pytest.fail("What was said still waits in the browser.")


@pytest.fixture
def product() -> Iterator[Product]:
    """Serve the vendor's product."""
    with Product(("127.0.0.1", 0), _Answer) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def source(product: Product) -> Source:
    """Return the source whose key stands in the product's pages."""
    return make_source(kind="browser", origins=[product.url])[0]


@pytest.fixture
def visit(page: Page, product: Product, source: Source, live_server: LiveServer) -> Callable[..., Page]:
    """Open the product in the browser and wait until the tab is there."""
    Vendor.objects.update_or_create(pk=1, defaults={"name": "Northwind"})
    forget()

    def open_page(path: str = "/dispatch#today", *, attributes: str = "", before: str = "", wait: bool = True) -> Page:
        said = {"attributes": attributes, "before": before}
        product.page = PRODUCT.format(server=live_server.url, key=source.key, **said)
        product.policy = STRICT.format(server=live_server.url)
        # The live stream is answered before Django, which this server is not.
        page.context.route("**/widget/v1/live", lambda route: route.fulfill(status=204, headers=ANY_SITE))
        page.goto(product.url + path)
        if wait:
            page.locator("wellheard-tab .tab").wait_for()
        return page

    return open_page
