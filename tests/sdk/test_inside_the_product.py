"""The whole of it, as a vendor would try it: the example page with its one line, a client that is there, and our pages."""

import functools
import http.server
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.prepared import put_installation
from tests.sdk.conftest import Clients, place
from tests.serving.installation import CHECKOUT, Installation, wait_for

EXAMPLE = CHECKOUT / "docs" / "widget-page.html"
CHROMIUM = "/usr/bin/chromium"
WAIT = 20_000


class Host:
    """The vendor's own product: the example page, served by somebody else, with one person signed in."""

    def __init__(self) -> None:
        handler = functools.partial(_Page, self)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.page = ""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def write(self, *, url: str, key: str, token: str) -> None:
        """Put the address and the key into the page, as it says, and who is signed in."""
        page = EXAMPLE.read_text(encoding="utf-8")
        assert "http://localhost:8000" in page
        assert "wb_put-your-key-here" in page
        page = page.replace("http://localhost:8000", url).replace("wb_put-your-key-here", key)
        said = f"<script>window.wellheard ??= []; wellheard.push(['identify', '{token}']);</script></head>"
        self.page = page.replace("</head>", said) if token else page

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Page(http.server.BaseHTTPRequestHandler):
    def __init__(self, host: Host, *given: Any) -> None:
        self.host = host
        super().__init__(*given)

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.host.page.encode() if self.path == "/" else b"")

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.end()


@pytest.fixture
def installation() -> Iterator[Installation]:
    with place() as folder:
        installation = Installation(folder / "data")
        put_installation(installation.data)
        try:
            yield installation.start("--pages", "1")
        finally:
            installation.end()


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield started
    started.close()


def staged(installation: Installation, host: Host) -> dict[str, Any]:
    """Let the vendor set up what it needs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sdk.stage", host.origin],
        cwd=CHECKOUT,
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "wellheard.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def opened(browser: Browser, host: Host, url: str, keys: dict[str, Any], person: str) -> Page:
    """Open the vendor's product in a browser of its own as somebody, or as nobody we know."""
    said = {"sub": person, "aud": "wellheard", "exp": int(time.time()) + 600}
    token = jwt.encode(said, keys["secret"], algorithm="HS256", headers={"kid": keys["kid"]}) if person else ""
    host.write(url=url, key=keys["browser"], token=token)
    page = browser.new_context().new_page()
    page.goto(host.origin)
    expect(page.get_by_role("button", name="Feedback")).to_be_visible(timeout=WAIT)
    return page


@pytest.mark.browser
def test_one_line_asks_exactly_whom_we_chose_and_what_they_do_stands_on_their_company(
    installation: Installation, host: Host, browser: Browser, python_clients: Clients
) -> None:
    keys = staged(installation, host)
    url = f"http://127.0.0.1:{installation.port}"

    page = opened(browser, host, url, keys, "ann@harbour")
    question = page.get_by_role("heading", name="Would you recommend Northwind?")
    expect(question).to_be_visible(timeout=WAIT)
    for person in ("ann@young", "ann@small", ""):
        other = opened(browser, host, url, keys, person)
        other.wait_for_timeout(2_000)
        expect(other.get_by_role("heading", name="Would you recommend Northwind?")).to_have_count(0)
        other.context.close()

    page.get_by_role("radio", name="9", exact=True).check(force=True)
    words = page.get_by_role("textbox", name="What would make it a 10?")
    if not words.is_visible():
        page.get_by_role("button", name="Next").or_(page.get_by_role("button", name="Send")).first.click()
    words.fill("Fewer clicks on Mondays.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you").first).to_be_visible(timeout=WAIT)

    assert python_clients.run("segment_inside.py", url, keys["server"]) == {"failed": []}
    staff = browser.new_context().new_page()
    staff.goto(f"{url}/accounts/login/")
    staff.fill("input[name=login]", "ines@northwind.example")
    staff.fill("input[name=password]", "correct horse battery")
    staff.press("input[name=password]", "Enter")
    staff.wait_for_load_state()

    def is_on_the_companys_page() -> bool:
        staff.goto(f"{url}/companies/{keys['company']}/")
        return bool(re.search(r"last seen.+\s.*\sReports\s+1\b", staff.inner_text("main")))

    wait_for(is_on_the_companys_page, seconds=60, what="the event on the company's page")
    staff.goto(f"{url}/surveys/{keys['survey']}/results/")
    expect(staff.get_by_role("heading", level=1)).to_contain_text("NPS is 100")
    expect(staff.get_by_role("heading", level=1)).to_contain_text("too few answers to say more")
    staff.goto(f"{url}/filing/")
    expect(staff.get_by_text("Fewer clicks on Mondays.").first).to_be_visible()
