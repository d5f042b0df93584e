"""What the feedback tab costs the page it stands on: bytes, the time it keeps the page from answering, and what it moves there.

The same page is loaded plain, with the tab, with the tab open, and with the tab asking a question, in turn, each time by a
browser that knows nothing, on this machine's processor and on one four times slower. A page that moves and blocks by itself
shows that we would see it. Needs Chromium and the tools of the tests.
"""

import gzip
import json
import statistics
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from django.test import Client
from django.test.utils import override_settings

from wellheard.foundation import clock
from wellheard.listen.sources.commands import make_source, revoke_source
from wellheard.listen.surveys.commands import end_survey, make_survey, start_survey
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.web.widget.scripts import NAMES, script

CHROMIUM = Path("/usr/bin/chromium")
ROUNDS, SLOWNESS, REST_MS = 7, (1, 4), 500
ROW = "<tr><td>08:00<td>Boiler service<td>14 Mill Lane<td>R. Sand</tr>"
PAGE = "<!doctype html><title>Dispatch</title>{head}<h1>Thursday</h1><table>" + ROW * 500 + "</table>"
TAB = '<script async src="/widget/v1.js" data-key="{key}"></script>'
# Pushes everything down and keeps the page busy for a tenth of a second, long after it was drawn.
CLUMSY = """<script>setTimeout(() => {
    document.body.prepend(Object.assign(document.createElement('div'), {style: 'height: 200px'}));
    const until = performance.now() + 100; while (performance.now() < until);
}, 200)</script>"""
WATCH = """
window.moved = 0; window.blocked = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value }))
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { blocked += Math.max(0, one.duration - 50) }))
    .observe({type: 'longtask', buffered: true});
"""
KINDS = ("plain", "tab", "open", "question", "clumsy")


class Seen(NamedTuple):
    """What one load of a page did: how long it answered nobody, what moved, and how long its scripts ran (milliseconds)."""

    blocked: float
    moved: float
    script: float


def main() -> None:
    """Print sizes, then what a page with the tab does that one without does not."""
    for name in NAMES:
        if found := script(name):
            print(f"{name}: {len(found.compressed):,} bytes gzipped, {len(found.plain):,} plain")
    if not CHROMIUM.exists():
        print("There is no Chromium here: its effect on a page is not measured.")
        return
    with _site() as address:
        for times in SLOWNESS:
            _compare(address, times)


def _compare(address: str, times: int) -> None:
    from playwright.sync_api import sync_playwright

    seen: dict[str, list[Seen]] = {kind: [] for kind in KINDS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        for _round in range(ROUNDS):
            for kind, rows in seen.items():
                rows.append(_looked_at(browser, f"{address}/{kind}", kind, times))
        browser.close()
    usual = {kind: Seen(*map(statistics.median, zip(*rows, strict=True))) for kind, rows in seen.items()}
    if not usual["clumsy"].moved or not usual["clumsy"].blocked:
        raise RuntimeError("The browser did not tell of a page that moves and blocks; these figures would say nothing.")
    for kind, one in usual.items():
        more = f"{one.script - usual['plain'].script:5.1f} ms more of script"
        print(
            f"processor slowed {times}x, {kind:<8} {one.blocked:4.0f} ms blocked, layout shift {one.moved:.4f}, {more}"
        )
    print(f"(medians of {ROUNDS})")


def _looked_at(browser: Any, address: str, kind: str, times: int) -> Seen:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})
    page.goto(address)
    if kind in {"tab", "open"}:
        page.locator("wellheard-tab .tab").wait_for()
    if kind == "open":
        page.locator("wellheard-tab .tab").click()
    if kind in {"open", "question"}:
        page.locator("wellheard-tab [role=dialog], wellheard-tab dialog").first.wait_for()
    page.wait_for_timeout(REST_MS)
    figures = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    found = Seen(page.evaluate("blocked"), page.evaluate("moved"), 1000 * figures["ScriptDuration"])
    context.close()
    return found


@contextmanager
def _site() -> Iterator[str]:
    """Serve the pages, the scripts, and what our server says to a new tab, with a question and without."""
    source, key = make_source(name=f"Bench {clock.now().timestamp()}", kind="browser", origins=[], by=None)
    quiet = _hello(key)
    question = QuestionDraft("nps", "nps", {"en": {"question": "Would you recommend us?"}})
    survey = make_survey(name="Bench", kind="nps", questions=[question], by=None, audience="anybody", priority=1000)
    start_survey(survey_id=survey.pk)
    asking = _hello(key)
    end_survey(survey_id=survey.pk)
    revoke_source(source_id=source.pk)
    with _serving(key, quiet, asking) as address:
        yield address


def _hello(key: str) -> bytes:
    headers = {"X-Wellheard-Key": key, "X-Wellheard-Device": str(uuid.uuid4())}
    with override_settings(ALLOWED_HOSTS=["*"]):
        answer = Client().post("/widget/v1/hello", json.dumps({"url": "/"}), "application/json", headers=headers)
    return answer.content


@contextmanager
def _serving(key: str, quiet: bytes, asking: bytes) -> Iterator[str]:
    tab = TAB.format(key=key)
    pages = {kind: PAGE.format(head={"plain": "", "clumsy": CLUMSY}.get(kind, tab)) for kind in KINDS}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("?")[0].rpartition("/")[2]
            found = script(name)
            if found:
                self._tell(found.plain, "text/javascript")
            else:
                self._tell(pages.get(name, "").encode(), "text/html")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            is_asking = self.headers.get("Referer", "").endswith("/question")
            hello = asking if is_asking else quiet
            self._tell(b'{"show": true}' if self.path.endswith("/shown") else hello, "application/json")

        def _tell(self, content: bytes, kind: str) -> None:
            content = gzip.compress(content)
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
