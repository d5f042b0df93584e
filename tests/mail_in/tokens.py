"""A stand-in for an OAuth provider on loopback: it gives tokens, ends them, and takes consent back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit


class Provider:
    """Which codes and refresh tokens are good, and which access tokens were given and hold."""

    def __init__(self) -> None:
        self.codes = {"code-1"}
        self.refresh = "refresh-1"
        self.holding: set[str] = set()
        self.asked: list[dict[str, str]] = []

    def answer(self, asked: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer at the token address (RFC 6749, 5)."""
        self.asked.append(asked)
        is_code = asked.get("grant_type") == "authorization_code" and asked.get("code") in self.codes
        is_refresh = asked.get("grant_type") == "refresh_token" and asked.get("refresh_token") == self.refresh
        if asked.get("client_secret") != "client secret" or not (is_code or is_refresh):
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        token = f"access-{len(self.asked)}"
        self.holding.add(token)
        more = {"refresh_token": self.refresh} if is_code else {}
        return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer", **more}

    def whose(self, token: str) -> tuple[int, dict[str, object]]:
        """Tell a mail server whose token this is."""
        return (200, {"email": "support@vendor.example"}) if token in self.holding else (401, {"error": "invalid"})


@contextmanager
def running_provider() -> Iterator[tuple[Provider, str]]:
    """Serve a provider; give it and its address."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.answer({key: values[0] for key, values in parse_qs(body).items()}))

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            self._say(*provider.whose(asked.get("access_token", [""])[0]))

        def _say(self, status: int, said: dict[str, object]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
