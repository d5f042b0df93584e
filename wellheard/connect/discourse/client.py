"""Speak with Discourse: the four calls we need of its published API (docs.discourse.org)."""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wellheard.foundation.http import Answer, FetchError, fetch

SECONDS = 15.0
MOST_BYTES = 5_000_000
PAUSES = (0.5, 2.0)


class DiscourseError(RuntimeError):
    """The forum did not do what it was asked; the text says why. `status` is 0 without an answer, `seconds` how long to wait."""

    def __init__(self, sentence: str, status: int = 0, seconds: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.seconds = status, seconds


@dataclass(frozen=True)
class Discourse:
    """A forum, as somebody it knows."""

    url: str
    key: str
    username: str

    def newest_posts(self, *, before: int | None = None) -> list[Any]:
        """Return the newest posts, newest first, from before a post on."""
        query = f"?{urlencode({'before': before})}" if before else ""
        rows = self._ask("GET", f"/posts.json{query}").get("latest_posts")
        return rows if isinstance(rows, list) else []

    def post(self, number: int) -> Any:
        """Return one post."""
        return self._ask("GET", f"/posts/{number}.json")

    def topic(self, number: int) -> Any:
        """Return a topic with its first posts, and whether it is solved."""
        return self._ask("GET", f"/t/{number}.json")

    def reply(self, topic: int, words: str) -> Any:
        """Write a post in a topic; not tried twice by itself."""
        return self._ask("POST", "/posts.json", {"topic_id": topic, "raw": words})

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        pauses = list(PAUSES) if method == "GET" else []
        while True:
            try:
                return self._once(method, path, body)
            except DiscourseError as problem:
                if not pauses or not (problem.status == 0 or problem.status >= 500):  # noqa: PLR2004 - RFC 9110 15.6
                    raise
                time.sleep(pauses.pop(0))

    def _once(self, method: str, path: str, body: Any) -> Any:
        headers = {"Api-Key": self.key, "Api-Username": self.username, "Accept": "application/json"}
        try:
            answer = fetch(
                self.url + path,
                method=method,
                headers=headers | ({"Content-Type": "application/json"} if body is not None else {}),
                body=json.dumps(body).encode() if body is not None else None,
                seconds=SECONDS,
                most_bytes=MOST_BYTES,
            )
        except FetchError as problem:
            raise DiscourseError(str(problem)) from problem
        return _read(answer)


def _read(answer: Answer) -> Any:
    said = _json(answer.body)
    if answer.is_good and isinstance(said, dict):
        return said
    errors = said.get("errors") if isinstance(said, dict) else None
    why = "; ".join(map(str, errors))[:300] if isinstance(errors, list) else str(answer.status)
    if answer.status == 429:  # noqa: PLR2004 - RFC 6585 4
        wait = answer.headers.get("retry-after", "")
        seconds = min(int(wait), 86_400) if wait.isascii() and wait.isdecimal() else 60
        raise DiscourseError(_("The forum wants us to wait %(n)d seconds.") % {"n": seconds}, 429, seconds)
    if answer.status in {401, 403}:
        raise DiscourseError(
            _("The forum does not accept the API key or the user: %(why)s") % {"why": why}, answer.status
        )
    if answer.is_good:
        raise DiscourseError(_("The forum’s answer cannot be read; is this the address of a Discourse?"), answer.status)
    raise DiscourseError(
        _("The forum answered %(status)d: %(why)s") % {"status": answer.status, "why": why}, answer.status
    )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"null")
    except ValueError:
        return None
