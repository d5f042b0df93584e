"""What went wrong, as programs read it: problem details, RFC 9457."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from ninja import Field, Schema

from wellheard.foundation.problems import MEDIA_TYPE, PLAIN, problem_content


class FieldProblem(Schema):
    """One field that is wrong."""

    pointer: str = Field(description="Where it stands in the body (RFC 6901), or the name of the parameter")
    detail: str


class Problem(Schema):
    """What is wrong, and what to do next."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class ProblemError(Exception):
    """A request that cannot be answered as it was meant; the text says what to do next."""

    def __init__(self, status: int, detail: str, *, kind: str = PLAIN, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.more = more


def problem_response(
    status: int,
    detail: str,
    *,
    kind: str = PLAIN,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Answer with a problem. `kind` is a word programs may rely on; `more` are members of its own."""
    content = problem_content(status, detail, kind=kind, errors=errors)
    return HttpResponse(json.dumps(content | more), content_type=MEDIA_TYPE, status=status, headers=dict(headers or {}))
