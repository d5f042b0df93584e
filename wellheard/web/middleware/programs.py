"""Programs come by token alone: requests to the API need no session, language or message, and take the short way.

In this order: whose token it is, whether it asks too often, whether the same request came before; then the API itself.
"""

import hashlib
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts.actors import SYSTEM, acting
from wellheard.foundation.problems import MEDIA_TYPE
from wellheard.foundation.sealing import seal, unseal
from wellheard.foundation.tallies import Counted, counted
from wellheard.web.middleware.portal_host import MARK
from wellheard.workspace.api.problems import problem_response
from wellheard.workspace.api.routers import TOKEN
from wellheard.workspace.commands import ANSWERS_KEPT, find_token
from wellheard.workspace.models import ApiToken, KeptAnswer

Answering = Callable[[HttpRequest], HttpResponse]

ROOT = "/api/"
# A page for people, with all that belongs to one.
PAGE = "/api/v1/docs"
WINDOW_SECONDS = 60
MOST_KEY = 255
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Not an outcome of the request: the same one may fare otherwise a moment later.
_PASSING = {401, 403, 408, 409, 412, 429}


def api_by_token_alone(get_response: Answering) -> Answering:
    """Answer requests to the API here, and hand all others on."""
    asked = cast("Answering", convert_exception_to_response(_resolved))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT) or request.path == PAGE:
            return get_response(request)
        with acting(SYSTEM), timezone.override(clock.zone()), translation.override(settings.LANGUAGE_CODE):
            if MARK in request.META:
                return problem_response(404, _("There is no API under this name; ask your team for its address."))
            return _measured(_in_json(_paced(request, asked)))

    return middleware


def _measured(response: HttpResponse) -> HttpResponse:
    """Say how long the answer is, so that the connection can be used again without sending it in pieces."""
    if not response.streaming and "Content-Length" not in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _resolved(request: HttpRequest) -> HttpResponse:
    # Raises for a name in Host that is not ours.
    request.get_host()
    request.resolver_match = match = resolve(request.path_info)
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def _paced(request: HttpRequest, asked: Answering) -> HttpResponse:
    """Count what the token asks, and refuse too much of it (RateLimit header fields for HTTP, IETF draft 10)."""
    token = request.META[TOKEN] = _token(request)
    if token is None or not settings.API_PER_MINUTE:
        return _once(request, token, asked)
    pace = counted(f"api:{token.pk}", seconds=WINDOW_SECONDS)
    response = _refused(pace) if pace.count > settings.API_PER_MINUTE else _once(request, token, asked)
    left = max(0, settings.API_PER_MINUTE - pace.count)
    response.headers["RateLimit-Policy"] = f'"minute";q={settings.API_PER_MINUTE};w={WINDOW_SECONDS}'
    response.headers["RateLimit"] = f'"minute";r={left};t={pace.seconds_left}'
    return response


def _token(request: HttpRequest) -> ApiToken | None:
    scheme, _space, plain = request.headers.get("Authorization", "").partition(" ")
    return find_token(plain.strip()) if scheme.lower() == "bearer" and plain.strip() else None


def _refused(pace: Counted) -> HttpResponse:
    sentence = _("Too many requests with this token; wait %(seconds)d seconds.") % {"seconds": pace.seconds_left}
    return problem_response(429, sentence, kind="too-many-requests", headers={"Retry-After": str(pace.seconds_left)})


def _once(request: HttpRequest, token: ApiToken | None, asked: Answering) -> HttpResponse:
    """Do a request with an idempotency key once, whatever breaks in between: its answer is kept in its own transaction."""
    key = request.headers.get("Idempotency-Key", "")
    if not key.strip() or token is None or request.method not in _CHANGING:
        return asked(request)
    if len(key) > MOST_KEY:
        return problem_response(400, _("The Idempotency-Key is longer than 255 characters; use a shorter one."))
    try:
        digest = _digest(str(request.method), request.get_full_path(), request.body)
    except RequestDataTooBig:
        return asked(request)
    with transaction.atomic():
        return _answered_once(request, token, _digest(key), digest, asked)


def _answered_once(request: HttpRequest, token: ApiToken, key: str, digest: str, asked: Answering) -> HttpResponse:
    if not _is_alone(f"{token.pk}:{key}"):
        sentence = _("The same request is being answered at this moment; send it again in a second.")
        return problem_response(409, sentence, kind="in-progress", headers={"Retry-After": "1"})
    since = clock.now() - ANSWERS_KEPT
    known = KeptAnswer.objects.filter(token=token, key_sha256=key).first()
    if known and known.kept_at > since:
        return _again(known, digest, request)
    response = asked(request)
    if response.status_code >= 500:  # noqa: PLR2004 - RFC 9110 15.6
        transaction.set_rollback(True)
    elif response.status_code not in _PASSING:
        _keep(token, key, digest, seal(response.content.decode(), purpose=_purpose(token.pk, request)), response)
    return response


def _is_alone(lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [lock])
        return bool(cursor.fetchone()[0])


def _again(known: KeptAnswer, digest: str, request: HttpRequest) -> HttpResponse:
    if known.request_sha256 != digest:
        sentence = _("This Idempotency-Key came with another request before; use a new one for each request.")
        return problem_response(422, sentence, kind="key-used")
    body = unseal(known.body, purpose=_purpose(known.token_id, request))
    if not body:
        sentence = _("This request was done; what it was answered was erased since, with a person. Read what you need.")
        return problem_response(410, sentence, kind="answer-erased", headers={"Idempotent-Replayed": "true"})
    return HttpResponse(body, status=known.status, headers={**known.headers, "Idempotent-Replayed": "true"})


def _purpose(token_id: int, request: HttpRequest) -> str:
    """Return what an answer is sealed for: only who sends the same key again can have it opened."""
    return f"kept answer {token_id} {request.headers['Idempotency-Key']}"


def _keep(token: ApiToken, key: str, digest: str, sealed: str, response: HttpResponse) -> None:
    kept = {name: response.headers[name] for name in ("Content-Type", "ETag", "Location") if name in response.headers}
    values = {
        "request_sha256": digest,
        "status": response.status_code,
        "headers": kept,
        "body": sealed,
        "kept_at": clock.now(),
    }
    KeptAnswer.objects.update_or_create(token=token, key_sha256=key, defaults=values)


def _digest(*parts: str | bytes) -> str:
    raw = b"\0".join(part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass") for part in parts)
    return hashlib.sha256(raw).hexdigest()


def _in_json(response: HttpResponse) -> HttpResponse:
    """Say every problem in the one form, also those of the framework, which answers people."""
    if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:  # noqa: PLR2004 - RFC 9110 15.5
        return response
    sentences = {
        400: _("The request cannot be read; check its address and headers."),
        404: _("There is nothing at this address; the API is described at openapi.json."),
        405: _("This address does not know this method; the API is described at openapi.json."),
    }
    detail = sentences.get(response.status_code, _("Something broke on our side; it was noted. Send it again later."))
    kept = {name: value for name, value in response.headers.items() if name in {"Allow", "Retry-After"}}
    return problem_response(response.status_code, detail, headers=kept)
