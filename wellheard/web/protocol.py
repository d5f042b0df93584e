"""The words of ASGI, and whole answers given without Django. Every one of them carries the policy of ordinary pages."""

import json

from wellheard.foundation.http.protocol import Message, Receive, Scope, Send, send_whole
from wellheard.foundation.problems import MEDIA_TYPE, problem_content
from wellheard.web.middleware.policy import POLICY

__all__ = ["Message", "Receive", "Scope", "Send", "answer_json", "answer_sentence", "refuse"]

_TRUST = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


# Below it programs ask, and read problems in the form of the API.
API = "/api/"


async def refuse(scope: Scope, send: Send, status: int, sentence: str) -> None:
    """Refuse a request before Django saw it: programs read a problem (RFC 9457), people a sentence."""
    if scope["path"].startswith(API):
        await _answer(send, status, MEDIA_TYPE.encode(), json.dumps(problem_content(status, sentence)).encode())
    else:
        await answer_sentence(send, status, sentence)


async def answer_sentence(send: Send, status: int, sentence: str) -> None:
    """Answer with one sentence of plain text."""
    await _answer(send, status, b"text/plain; charset=utf-8", f"{sentence}\n".encode())


async def answer_json(send: Send, status: int, content: dict[str, object]) -> None:
    """Answer with a JSON object."""
    await _answer(send, status, b"application/json", json.dumps(content).encode())


async def _answer(send: Send, status: int, kind: bytes, body: bytes) -> None:
    await send_whole(send, status, [(b"content-type", kind), *_TRUST], body)
