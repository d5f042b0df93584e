"""An outside system on loopback: it answers as a test tells it to."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Answering = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def outside_system(answer: Answering) -> Iterator[str]:
    """Serve on a free port of loopback; yields the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_PATCH = do_PUT = do_GET  # noqa: N815 - the names the server looks for

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                # The other side went away, as it was meant to.
                return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(body: bytes, status: int = 200, **headers: str) -> Answering:
    """Answer with this body."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def dripping(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Answer one byte at a time, for ever."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _second in range(400):
            handler.wfile.write(b".")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return
