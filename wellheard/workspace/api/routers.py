"""Operations of the public API, each with the scope it needs."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.security import HttpBearer

from wellheard.foundation.facts import actors
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.api.problems import Problem, ProblemError
from wellheard.workspace.models import ApiToken

# Under this key of a request's META stands the token it brought.
TOKEN = "wellheard.api_token"  # noqa: S105 - a name

Operation = TypeVar("Operation", bound=Callable[..., HttpResponse])


class Declaring(Protocol):
    """What makes a function an operation and gives it back as it is."""

    def __call__(self, operation: Operation, /) -> Operation: ...


_READING = dict.fromkeys((307, 400, 401, 403, 404, 422, 429), Problem)
_WRITING = dict.fromkeys((307, 400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429), Problem)

_ONCE = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Your own key of this request: sent again with it, it is done once and answered the same for 24 hours",
    "schema": {"type": "string", "maxLength": 255},
    "required": False,
}


class TokenRequest(HttpRequest):
    """A request that brought a usable API token."""

    auth: ApiToken


class TokenAuth(HttpBearer):
    """A server key from Settings, API tokens, as `Authorization: Bearer wh_…`."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:  # noqa: ARG002 - looked up before
        """Return the request's token. Raises ProblemError 403 when it may not do this."""
        found: ApiToken | None = request.META.get(TOKEN)
        if found is None:
            return None
        if not found.may(self.scope):
            raise ProblemError(
                403,
                _("This token lacks the scope %(scope)s; an admin can make one that has it.") % {"scope": self.scope},
                kind="scope-missing",
                scope=self.scope,
            )
        actors.become(actors.Actor(Fact.Actor.API, found.pk))
        return found


class ScopedRouter(Router):
    """Operations on one area: reading needs its `:read` scope, changing its `:write`."""

    def __init__(self, area: str, tag: str) -> None:
        super().__init__(tags=[tag])
        self.area = area

    def reads(self, path: str, answer: Any, summary: str, *, name: str | None = None) -> Declaring:
        """Declare an operation that changes nothing. Clients call it by `name`, else by the function's own."""
        return self._declare("GET", path, {200: answer, **_READING}, act="read", summary=summary, name=name)

    def writes(
        self, method: str, path: str, answers: dict[int, Any], summary: str, *, name: str | None = None
    ) -> Declaring:
        """Declare an operation that changes something. Clients call it by `name`, else by the function's own."""
        return self._declare(method, path, {**answers, **_WRITING}, act="write", summary=summary, name=name)

    def _declare(
        self, method: str, path: str, answers: dict[int, Any], *, act: str, summary: str, name: str | None
    ) -> Declaring:
        scope = f"{self.area}:{act}"
        declaring: Declaring = self.api_operation(
            [method],
            path,
            auth=TokenAuth(scope),
            response=answers,
            summary=summary,
            operation_id=name,
            openapi_extra={"x-scope": scope, "parameters": [_ONCE] if act == "write" else []},
        )
        return declaring
