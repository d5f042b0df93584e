"""A GitHub on loopback, with a state of its own, written from GitHub's published REST description (docs.github.com/rest).

It knows repositories, issues, comments and the tokens of an App's installation; it sends signed webhooks when something is
done there; and it fails as a test tells it to.
"""

import hashlib
import http.server
import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from tests.foundation.http.outside import outside_system
from wellheard.connect.signatures import signature_of

Failure = tuple[int, dict[str, str], Any]


class StandIn:
    """GitHub Enterprise Server at `url`. `now` is its clock; each change moves it on by a second."""

    def __init__(self) -> None:
        self.url = ""
        self.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        self.repositories: dict[str, dict[str, Any]] = {}
        self.issues: dict[tuple[str, int], dict[str, Any]] = {}
        self.comments: dict[int, dict[str, Any]] = {}
        self.gone: dict[tuple[str, int], str] = {}
        self.duplicates: dict[tuple[str, int], str] = {}
        self.renamed: dict[str, str] = {}
        self.tokens: dict[str, datetime] = {"token-of-a-person": datetime.max.replace(tzinfo=UTC)}
        self.app_key = ""
        self.uninstalled: set[str] = set()
        self.failures: list[Failure] = []
        self.asked: list[str] = []
        self.send: Callable[[bytes, dict[str, str]], None] | None = None
        self.unsent: list[tuple[str, bytes]] = []
        self.secret = ""
        self._numbers = iter(range(1000, 100_000))

    # What people do there.

    def add_repository(self, name: str, *, private: bool = False) -> None:
        self.repositories[name.lower()] = {"id": next(self._numbers), "full_name": name, "private": private}

    def open_issue(self, repository: str, title: str, body: str = "", by: str = "grace") -> dict[str, Any]:
        number = 1 + max((n for name, n in self.issues if name == repository.lower()), default=0)
        issue = {
            "id": next(self._numbers),
            "number": number,
            "html_url": f"{self.url}/{repository}/issues/{number}",
            "title": title,
            "body": body,
            "state": "open",
            "state_reason": None,
            "user": {"login": by},
            "updated_at": self._tick(),
        }
        self.issues[repository.lower(), number] = issue
        return issue

    def close(self, repository: str, number: int, reason: str | None = "completed") -> bytes:
        return self._change("closed", repository, number, state="closed", state_reason=reason)

    def reopen(self, repository: str, number: int) -> bytes:
        return self._change("reopened", repository, number, state="open", state_reason="reopened")

    def retitle(self, repository: str, number: int, title: str) -> bytes:
        return self._change("edited", repository, number, title=title)

    def delete(self, repository: str, number: int) -> None:
        issue = self.issues.pop((repository.lower(), number))
        self.gone[repository.lower(), number] = ""
        self._send("issues", {"action": "deleted", "issue": issue, "repository": self.repositories[repository.lower()]})

    def transfer(self, repository: str, number: int, to: str) -> dict[str, Any]:
        issue = self.issues.pop((repository.lower(), number))
        new = self.open_issue(to, issue["title"])
        self.gone[repository.lower(), number] = f"{self.url}/api/v3/repos/{to}/issues/{new['number']}"
        message = {"action": "transferred", "issue": issue, "repository": self.repositories[repository.lower()]}
        self._send("issues", message | {"changes": {"new_issue": new, "new_repository": self.repositories[to.lower()]}})
        return new

    def comment(self, repository: str, number: int, words: str, by: str = "grace") -> dict[str, Any]:
        said: dict[str, Any] = {
            "id": next(self._numbers),
            "body": words,
            "user": {"login": by},
            "updated_at": self._tick(),
        }
        self.comments[said["id"]] = said | {"_at": (repository.lower(), number)}
        issue = self.issues[repository.lower(), number]
        message = {"action": "created", "issue": issue, "comment": said, "sender": {"login": by}}
        self._send("issue_comment", message | {"repository": self.repositories[repository.lower()]})
        return said

    def rename(self, old: str, new: str) -> None:
        self.repositories[new.lower()] = self.repositories.pop(old.lower()) | {"full_name": new}
        self.renamed[old.lower()] = new
        for name, number in [key for key in self.issues if key[0] == old.lower()]:
            self.issues[new.lower(), number] = self.issues.pop((name, number))
        changes = {"repository": {"name": {"from": old.split("/")[1]}}}
        self._send(
            "repository", {"action": "renamed", "changes": changes, "repository": self.repositories[new.lower()]}
        )

    def publicize(self, repository: str) -> None:
        self.repositories[repository.lower()]["private"] = False
        self._send("repository", {"action": "publicized", "repository": self.repositories[repository.lower()]})

    def fail(self, status: int, headers: dict[str, str] | None = None, body: Any = None, *, times: int = 1) -> None:
        """Answer the next requests so; status 0 hangs up."""
        self.failures += [(status, headers or {}, body or {"message": "It was told to fail"})] * times

    def _change(self, action: str, repository: str, number: int, **values: Any) -> bytes:
        issue = self.issues[repository.lower(), number]
        issue |= values | {"updated_at": self._tick()}
        message = {"action": action, "issue": dict(issue), "repository": self.repositories[repository.lower()]}
        return self._send("issues", message | {"sender": {"login": "grace"}})

    def _send(self, event: str, message: dict[str, Any]) -> bytes:
        body = json.dumps(message).encode()
        if threading.current_thread() is not threading.main_thread():
            # What a program asked for is told later: the test's transaction belongs to its own thread.
            self.unsent.append((event, body))
        elif self.send:
            self.send(body, self.headers(event, body))
        return body

    def flush(self) -> None:
        """Send what programs did here."""
        while self.unsent and self.send:
            event, body = self.unsent.pop(0)
            self.send(body, self.headers(event, body))

    def headers(self, event: str, body: bytes, delivery: str = "") -> dict[str, str]:
        return {
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": delivery or str(uuid.uuid4()),
            "X-Hub-Signature-256": signature_of(body, self.secret),
        }

    def _tick(self) -> str:
        self.now += timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    # What programs ask.

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = json.loads(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)) or b"null")
        self.asked.append(f"{handler.command} {parts.path}")
        status, headers, said = self._answer(handler, parts.path, parse_qs(parts.query), body)
        if status == 0:
            handler.close_connection = True
            handler.connection.close()
            return
        raw = json.dumps(said).encode()
        etag = f'W/"{hashlib.sha256(raw).hexdigest()[:16]}"'
        if status == 200 and handler.command == "GET":
            headers = headers | {"ETag": etag}
            if handler.headers.get("If-None-Match") == etag:
                status, raw = 304, b""
        handler.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(raw))}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(raw)

    def _answer(
        self, handler: http.server.BaseHTTPRequestHandler, path: str, query: dict[str, list[str]], body: Any
    ) -> Failure:
        if self.failures:
            return self.failures.pop(0)
        bearer = (handler.headers.get("Authorization") or "").removeprefix("Bearer ")
        if path.startswith("/api/v3/app"):
            return self._app(path, bearer)
        if self.tokens.get(bearer, datetime.min.replace(tzinfo=UTC)) < datetime.now(UTC):
            return 401, {}, {"message": "Bad credentials"}
        for pattern, found in _PATHS:
            if match := re.fullmatch(pattern, path):
                return getattr(self, found)(handler.command, match, query, body)  # type: ignore[no-any-return]
        return 404, {}, {"message": "Not Found"}

    def _app(self, path: str, bearer: str) -> Failure:
        try:
            claims = jwt.decode(bearer, self.app_key, algorithms=["RS256"])
        except jwt.PyJWTError:
            return 401, {}, {"message": "A JSON web token could not be decoded"}
        assert claims["exp"] - claims["iat"] <= 600
        if path == "/api/v3/app":
            return 200, {}, {"slug": "wellheard"}
        if path.split("/")[5] in self.uninstalled:
            return 404, {}, {"message": "Not Found"}
        token, until = f"ghs_{uuid.uuid4().hex}", datetime.now(UTC) + timedelta(hours=1)
        self.tokens[token] = until
        return 201, {}, {"token": token, "expires_at": until.strftime("%Y-%m-%dT%H:%M:%SZ")}

    def _user(self, *_asked: Any) -> Failure:
        return 200, {}, {"login": "wellheard-robot"}

    def _graphql(self, _method: str, _match: Any, _query: Any, body: Any) -> Failure:
        asked = body["variables"]
        # Issue.duplicateOf of GitHub's published schema.graphql: null for what is no duplicate.
        url = self.duplicates.get((f"{asked['owner']}/{asked['name']}".lower(), asked["number"]))
        issue = {"duplicateOf": {"url": url} if url else None}
        return 200, {}, {"data": {"repository": {"issue": issue}}}

    def _repository(self, _method: str, match: re.Match[str], _query: Any, _body: Any) -> Failure:
        if new := self.renamed.get(match[1].lower()):
            return 301, {"Location": f"{self.url}/api/v3/repos/{new}"}, {"message": "Moved Permanently"}
        found = self.repositories.get(match[1].lower())
        return (200, {}, found) if found else (404, {}, {"message": "Not Found"})

    def _issues(self, method: str, match: re.Match[str], query: dict[str, list[str]], body: Any) -> Failure:
        name = match[1]
        if name.lower() not in self.repositories:
            return 404, {}, {"message": "Not Found"}
        if method == "POST":
            return 201, {}, self.open_issue(name, body["title"], body["body"], by="wellheard-robot")
        rows = [issue for (where, _n), issue in self.issues.items() if where == name.lower()]
        if maker := query.get("creator"):
            rows = [row for row in rows if row["user"]["login"] == maker[0]]
        rows = sorted(
            (row for row in rows if row["updated_at"] >= query.get("since", [""])[0]),
            key=lambda row: str(row["updated_at"]),
        )
        page, size = int(query.get("page", ["1"])[0]), 2
        asked = f"state=all&since={query.get('since', [''])[0]}&page={page + 1}"
        following = f'<{self.url}/api/v3/repos/{name}/issues?{asked}>; rel="next"'
        headers = {"Link": following} if len(rows) > page * size else {}
        return 200, headers, rows[(page - 1) * size : page * size]

    def _issue(self, _method: str, match: re.Match[str], _query: Any, _body: Any) -> Failure:
        key = (match[1].lower(), int(match[2]))
        if new := self.renamed.get(key[0]):
            return 301, {"Location": f"{self.url}/api/v3/repos/{new}/issues/{key[1]}"}, {"message": "Moved"}
        if key in self.gone:
            there = self.gone[key]
            return (301, {"Location": there}, {"message": "Moved"}) if there else (410, {}, {"message": "Deleted"})
        return (200, {}, self.issues[key]) if key in self.issues else (404, {}, {"message": "Not Found"})

    def _comments(self, method: str, match: re.Match[str], _query: Any, body: Any) -> Failure:
        key = (match[1].lower(), int(match[2]))
        if method == "POST":
            return 201, {}, self.comment(match[1], key[1], body["body"], by="wellheard-robot")
        return 200, {}, [said for said in self.comments.values() if said["_at"] == key]

    def _comment(self, _method: str, match: re.Match[str], _query: Any, body: Any) -> Failure:
        said = self.comments.get(int(match[2]))
        if said is None:
            return 404, {}, {"message": "Not Found"}
        said["body"] = body["body"]
        return 200, {}, said


_NAME = r"/api/v3/repos/([^/]+/[^/]+)"
_PATHS = [
    (r"/api/graphql", "_graphql"),
    (r"/api/v3/user", "_user"),
    (_NAME, "_repository"),
    (_NAME + r"/issues", "_issues"),
    (_NAME + r"/issues/(\d+)", "_issue"),
    (_NAME + r"/issues/(\d+)/comments", "_comments"),
    (_NAME + r"/issues/comments/(\d+)", "_comment"),
]


@contextmanager
def github_on_loopback() -> Iterator[StandIn]:
    """Run a GitHub."""
    found = StandIn()
    with outside_system(found.answer) as found.url:
        yield found
