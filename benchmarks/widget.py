"""What the feedback tab costs the page it stands on: bytes, the time it keeps the page from answering, and what it moves there.

The same page is loaded with and without the tab in turn, each time by a browser that knows nothing, on this machine's processor
and on one four times slower. Needs Chromium and the tools of the tests.
"""

import gzip
import json
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.test import Client
from django.test.utils import override_settings

from wellheard.foundation import clock
from wellheard.listen.sources.commands import make_source
from wellheard.web.widget.scripts import NAMES, script

CHROMIUM = Path("/usr/bin/chromium")
ROUNDS, SLOWNESS = 5, (1, 4)
ROW = "<tr><td>08:00<td>Boiler service<td>14 Mill Lane<td>R. Sand</tr>"
PAGE = "<!doctype html><title>Dispatch</title>{tab}<h1>Thursday</h1><table>" + ROW * 500 + "</table>"
TAB = '<script async src="/widget/v1.js" data-key="{key}"></script>'
WATCH = """
window.moved = 0; window.blocked = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value }))
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { blocked += Math.max(0, one.duration - 50) }))
    .observe({type: 'longtask', buffered: true});
"""


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

    seen: dict[str, list[tuple[float, float, float]]] = {"plain": [], "tab": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        for _round in range(ROUNDS):
            for kind, rows in seen.items():
                context = browser.new_context()
                page = context.new_page()
                page.add_init_script(WATCH)
                devtools = context.new_cdp_session(page)
                devtools.send("Performance.enable")
                devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})
                page.goto(f"{address}/{kind}")
                if kind == "tab":
                    page.locator("wellheard-tab .tab").wait_for()
                page.wait_for_timeout(300)
                figures = devtools.send("Performance.getMetrics")["metrics"]
                busy = next(one["value"] for one in figures if one["name"] == "ScriptDuration")
                rows.append((page.evaluate("blocked"), page.evaluate("moved"), busy * 1000))
                context.close()
        browser.close()
    plain, tab = (tuple(statistics.median(column) for column in zip(*seen[kind], strict=True)) for kind in seen)
    print(
        f"processor slowed {times}x: {tab[0]:.0f} ms blocked ({plain[0]:.0f} without), layout shift {tab[1]:.3f} "
        f"({plain[1]:.3f} without), {tab[2] - plain[2]:.1f} ms more of script, medians of {ROUNDS}"
    )


@contextmanager
def _site() -> Iterator[str]:
    """Serve the page, the scripts, and what our server says to a new tab."""
    _source, key = make_source(name=f"Bench {clock.now().timestamp()}", kind="browser", origins=[], by=None)
    with override_settings(ALLOWED_HOSTS=["*"]):
        headers = {"X-Wellheard-Key": key}
        hello = Client().post("/widget/v1/hello", json.dumps({"url": "/"}), "application/json", headers=headers).content
    pages = {"/plain": PAGE.format(tab=""), "/tab": PAGE.format(tab=TAB.format(key=key))}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            found = script(path.rpartition("/")[2])
            if found:
                self._tell(found.plain, "text/javascript")
            else:
                self._tell(pages.get(path, "").encode(), "text/html")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self._tell(hello, "application/json")

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
