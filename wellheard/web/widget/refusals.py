"""Why a request of the tab is refused, in words its maker and its reader understand."""

from collections.abc import Mapping, Sequence
from typing import Any

from wellheard.foundation.problems import PLAIN


class RefusedError(Exception):
    """A request is refused; `kind` is a word programs rely on, `more` are members of the problem."""

    def __init__(
        self,
        status: int,
        sentence: str,
        *,
        kind: str = PLAIN,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(sentence)
        self.status, self.kind, self.errors = status, kind, errors
        self.headers, self.more = dict(headers or {}), more


def wrong_field(field: str, sentence: str) -> RefusedError:
    """Return the refusal of one member of what was sent."""
    return RefusedError(422, sentence, kind="invalid", errors=[{"pointer": f"/{field}", "detail": sentence}])
