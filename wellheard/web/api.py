"""The public API: one root, one kind of token, problems told in sentences."""

import json
import re
import time
from typing import Any, Never

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer

from wellheard.customers.api import router as customers
from wellheard.customers.commands import CustomerError
from wellheard.listen.api import router as listen
from wellheard.listen.commands import FeedbackError
from wellheard.workspace.commands import find_token
from wellheard.workspace.models import ApiToken

_SURROGATES = re.compile("[\ud800-\udfff]")
_WINDOW_SECONDS = 60
_DEEPEST = 20


class TokenAuth(HttpBearer):
    """A server key from Settings, API tokens, as `Authorization: Bearer wh_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:  # noqa: ARG002
        """Return the usable token, counting what it does."""
        found = find_token(token.strip())
        if found:
            _check_pace(found)
        return found


class TooManyRequestsError(HttpError):
    """One token asks more often than is good for the others."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(
            429, _("Too many requests with this token; wait %(seconds)d seconds.") % {"seconds": wait_seconds}
        )
        self.wait_seconds = wait_seconds


class JsonParser(Parser):
    """Reads JSON as strangers write it: what is no text becomes a sentence, lone surrogates become a sign that can be kept."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body. Raises HttpError 415 for another type and 400 for what is no JSON."""
        if request.content_type != "application/json":
            raise HttpError(415, _("Send the body as JSON, with the header Content-Type: application/json."))
        try:
            return _kept(json.loads(request.body, parse_constant=_refuse), depth=0)
        except (ValueError, RecursionError) as problem:
            raise HttpError(
                400, _("The body is not JSON we can read; check its brackets, quotes and encoding.")
            ) from problem


api = NinjaAPI(
    title="Wellheard",
    version="1",
    description="Tell Wellheard what customers said, from your own programs.",
    docs_url=None,
    auth=TokenAuth(),
    parser=JsonParser(),
    urls_namespace="api",
)
api.add_router("", listen)
api.add_router("", customers)


@csrf_exempt
def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - what was asked for is in the request
    """Answer programs in JSON where there is nothing."""
    return _problem(
        request, HttpError(404, _("There is nothing at this address; the API is described at openapi.json."))
    )


@api.exception_handler(HttpError)
def tell_problem(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """Answer with one sentence; what the parser found out counts more than that there was something."""
    cause = problem.__cause__
    return _problem(request, cause if isinstance(cause, HttpError) else problem)


@api.exception_handler(AuthenticationError)
def ask_for_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """Say how to be let in."""
    sentence = _("Send a usable API token: Authorization: Bearer wh_… An admin makes one under Settings, API tokens.")
    response = _problem(request, HttpError(401, sentence))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(TooManyRequestsError)
def ask_to_wait(request: HttpRequest, problem: TooManyRequestsError) -> HttpResponse:
    """Say how long to wait."""
    response = _problem(request, problem)
    response.headers["Retry-After"] = str(problem.wait_seconds)
    return response


@api.exception_handler(RequestDataTooBig)
def refuse_large_body(request: HttpRequest, problem: Exception) -> HttpResponse:  # noqa: ARG001
    """Say how large a body may be."""
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000
    sentence = _("The body is larger than %(most)g MB; send one thing a customer said at a time.") % {"most": megabytes}
    return _problem(request, HttpError(413, sentence))


@api.exception_handler(ValidationError)
def tell_fields(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Name each field that is wrong."""
    problems = [_of_field(error) for error in problem.errors[:20]]
    return api.create_response(request, {"detail": " ".join(problems), "problems": problems}, status=422)


@api.exception_handler(FeedbackError)
@api.exception_handler(CustomerError)
def tell_refusal(request: HttpRequest, problem: Exception) -> HttpResponse:
    """Pass on what a command says is wrong."""
    return _problem(request, HttpError(422, str(problem)))


def _problem(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return api.create_response(request, {"detail": str(problem), "problems": []}, status=problem.status_code)


def _of_field(error: dict[str, Any]) -> str:
    """Return a sentence about one field, in place of the validator's jargon where we know better."""
    name = ".".join(str(part) for part in error["loc"] if part not in {"body", "path", "query"}) or _("The body")
    limits = error.get("ctx") or {}
    sentences = {
        "missing": _("%(name)s is missing."),
        "extra_forbidden": _("%(name)s is no field we know; take it out or correct its name."),
        "model_attributes_type": _("%(name)s must be a JSON object."),
        "string_type": _("%(name)s must be a text."),
        "string_too_short": _("%(name)s is empty."),
        "string_too_long": _("%(name)s is longer than %(max_length)s characters."),
        "enum": _("%(name)s must be one of %(expected)s."),
        "literal_error": _("%(name)s must be one of %(expected)s."),
        "int_parsing": _("%(name)s must be a whole number."),
    }
    if sentence := sentences.get(error["type"]):
        return sentence % {"name": name, "max_length": limits.get("max_length"), "expected": limits.get("expected")}
    if error["type"].startswith("datetime"):
        return _("%(name)s must be a moment such as 2026-03-31T14:05:00Z.") % {"name": name}
    return _("%(name)s cannot be read: %(why)s.") % {"name": name, "why": error["msg"]}


def _kept(value: Any, *, depth: int) -> Any:
    """Return the value with lone surrogates, which no database can keep, as replacement signs."""
    if depth > _DEEPEST:
        raise ValueError(depth)
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_kept(part, depth=depth + 1) for part in value]
    if isinstance(value, dict):
        return {_SURROGATES.sub("\ufffd", key): _kept(part, depth=depth + 1) for key, part in value.items()}
    return value


def _refuse(constant: str) -> Never:
    raise ValueError(constant)


def _check_pace(token: ApiToken) -> None:
    """Count a token's requests within a minute. Raises TooManyRequestsError."""
    now = int(time.time())
    key = f"api:{token.pk}:{now // _WINDOW_SECONDS}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, 2 * _WINDOW_SECONDS)
    if count > settings.API_PER_MINUTE:
        raise TooManyRequestsError(_WINDOW_SECONDS - now % _WINDOW_SECONDS)
