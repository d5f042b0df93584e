"""Speaks for a native app: says, asks, hears back. What cannot be sent is kept in a file and sent later, once.

WELLHEARD_URL=https://feedback.example.com WELLHEARD_KEY=wb_… python examples/widget.py "Where do I find the export?"
"""

import json
import os
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

SECONDS = 20
FAILED, BUSY, TAKEN = 500, 429, 409


class RefusedError(Exception):
    """It cannot be taken so; the sentence is for whoever wrote it."""


class Tab:
    """One device that speaks with an installation. `folder` keeps its number and what was not sent yet."""

    def __init__(self, url: str, key: str, folder: Path, *, token: str = "", language: str = "en") -> None:
        self._url, self._key, self._folder = url.rstrip("/"), key, folder
        self.token, self._language = token, language
        folder.mkdir(parents=True, exist_ok=True)

    def hello(self, **said: object) -> dict[str, Any]:
        """Ask what this app may show, and send what waits."""
        answer = self._ask("POST", "hello", said)
        if device := answer.get("device"):
            self._keep_device(str(device))
        self.send_waiting()
        return answer

    def say(self, words: str, **more: object) -> dict[str, Any] | None:
        """Tell something; None where it waits for the connection."""
        return self._send(f"{uuid.uuid4()}", {"words": words, "kind": "say", **more})

    def ask(self, words: str, **more: object) -> dict[str, Any] | None:
        """Ask something, to be answered in `mine`; None where it waits for the connection."""
        return self._send(f"{uuid.uuid4()}", {"words": words, "kind": "ask", **more})

    def mine(self) -> list[dict[str, Any]]:
        """Return what was said here and what became of it."""
        return list(self._ask("GET", "mine")["items"])

    def send_waiting(self) -> int:
        """Send what could not be sent; return how much still waits. Each counts once, however often it is sent."""
        for once, said in self._waiting().items():
            self._send(once, said)
        return len(self._waiting())

    def _send(self, once: str, said: dict[str, Any]) -> dict[str, Any] | None:
        # Kept before it is sent: an app may be ended at any moment.
        self._keep_waiting({**self._waiting(), once: said})
        try:
            answer = self._ask("POST", "said", said, once=once)
        except URLError:
            return None
        except RefusedError:
            self._forget(once)
            raise
        self._forget(once)
        return answer

    def _ask(
        self, method: str, path: str, said: Mapping[str, object] | None = None, *, once: str = ""
    ) -> dict[str, Any]:
        body = None if said is None else json.dumps(said).encode()
        asked = Request(f"{self._url}/widget/v1/{path}", body, self._headers(once), method=method)  # noqa: S310
        try:
            with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
                return dict(json.load(answer))
        except HTTPError as problem:
            told = _told(problem)
            if problem.code == TAKEN and "device" in told:
                self._keep_device(str(told["device"]))
                return self._ask(method, path, said, once=once)
            if problem.code == BUSY or problem.code >= FAILED:
                raise URLError(str(told.get("detail", problem))) from problem
            raise RefusedError(told.get("detail", str(problem))) from problem

    def _headers(self, once: str) -> dict[str, str]:
        said = {
            "Content-Type": "application/json",
            "X-Wellheard-Key": self._key,
            "X-Wellheard-Device": self._device(),
            "X-Wellheard-Language": self._language,
            "Idempotency-Key": once,
            "Authorization": f"Bearer {self.token}" if self.token else "",
        }
        return {name: value for name, value in said.items() if value}

    def _device(self) -> str:
        file = self._folder / "device"
        if not file.exists():
            self._keep_device(str(uuid.uuid4()))
        return file.read_text()

    def _keep_device(self, device: str) -> None:
        (self._folder / "device").write_text(device)

    def _waiting(self) -> dict[str, dict[str, Any]]:
        file = self._folder / "waiting.json"
        return dict(json.loads(file.read_text())) if file.exists() else {}

    def _keep_waiting(self, waiting: dict[str, dict[str, Any]]) -> None:
        new = self._folder / "waiting.new"
        new.write_text(json.dumps(waiting))
        new.replace(self._folder / "waiting.json")

    def _forget(self, once: str) -> None:
        self._keep_waiting({key: said for key, said in self._waiting().items() if key != once})


def _told(problem: HTTPError) -> dict[str, Any]:
    try:
        return dict(json.load(problem))
    except ValueError:
        return {}


def main() -> None:
    """Ask what stands on the command line, and show what became of what was asked before."""
    tab = Tab(os.environ["WELLHEARD_URL"], os.environ["WELLHEARD_KEY"], Path.home() / ".wellheard-example")
    tab.hello(version="1.0")
    if words := " ".join(sys.argv[1:]):
        answer = tab.ask(words)
        print(answer["text"] if answer else "It is kept here and sent as soon as the connection is back.")
    for item in tab.mine():
        print(f"{item['at'][:10]} {item['words']}: {item['status']}. {item['note']}")


if __name__ == "__main__":
    main()
