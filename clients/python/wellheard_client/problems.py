"""What can go wrong, as exceptions whose text is the sentence the server wrote (problem details, RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class WellheardError(Exception):
    """Something was not done; the text says what to do next."""


class UnreachableError(WellheardError):
    """The server gave no answer, however often it was asked."""


@dataclass(frozen=True)
class FieldProblem:
    """One field that is wrong: where it stands in the body (RFC 6901) or the parameter's name, and a sentence."""

    pointer: str
    detail: str


class ProblemError(WellheardError):
    """The server refused a request; nothing of it was kept.

    `kind` is a word to rely on, such as `fields-wrong`, `refused` or `scope-missing`; `more` has what else came with it.
    """

    def __init__(self, status: int, content: Mapping[str, Any]) -> None:
        super().__init__(str(content.get("detail") or content.get("title") or f"The server answered {status}."))
        self.status = status
        self.kind = str(content.get("type", "")).rpartition(":")[2]
        self.fields = [FieldProblem(one["pointer"], one["detail"]) for one in content.get("errors", [])]
        self.more = {name: value for name, value in content.items() if name not in _COMMON}


class MovedError(ProblemError):
    """What was to be changed was merged into another one, whose id is `merged_into`: nothing was changed."""

    def __init__(self, status: int, content: Mapping[str, Any]) -> None:
        super().__init__(status, content)
        self.merged_into = int(content["merged_into"])


_COMMON = {"type", "title", "status", "detail", "errors"}
