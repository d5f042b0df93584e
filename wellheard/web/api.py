"""The public API: one root, one kind of token, problems told in sentences."""

import json
import re
from http import HTTPStatus
from typing import Any, Never, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.types import DictStrAny

from wellheard.answer.api import router as answers
from wellheard.answer.commands import AnswerError
from wellheard.customers.api import routers as customers
from wellheard.customers.commands import CustomerError
from wellheard.decide.api import routers as decide
from wellheard.decide.commands import CommentError, DecisionError, IdeaError, LinkError, StaleIdeaError
from wellheard.deliver.api import router as releases
from wellheard.deliver.commands import ReleaseError, StaleReleaseError
from wellheard.foundation.problems import MEDIA_TYPE
from wellheard.learn.goals.api import router as goals
from wellheard.learn.goals.errors import GoalError
from wellheard.listen.api import routers as listen
from wellheard.listen.commands import FeedbackError
from wellheard.listen.conversations.api import router as conversations
from wellheard.listen.conversations.commands import ConversationError, UnseenPartsError
from wellheard.listen.deals.api import routers as deals
from wellheard.listen.deals.errors import DealError
from wellheard.listen.departures.api import router as departures
from wellheard.listen.departures.commands import DepartureError
from wellheard.listen.interviews.api import router as talks
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.surveys.api import router as surveys
from wellheard.understand.api import router as understand
from wellheard.understand.commands import FilingError
from wellheard.web.reviews.api import router as reviews
from wellheard.workspace.api import MovedError, ProblemError, problem_response
from wellheard.workspace.api.facts import router as facts
from wellheard.workspace.api.fields import sentence_of
from wellheard.workspace.api.naming import require_names_apart
from wellheard.workspace.commands import StaleError

_SURROGATES = re.compile("[\ud800-\udfff]")
_DEEPEST = 20


class JsonParser(Parser):
    """Reads bodies and addresses as strangers write them: what is no JSON gets a sentence, what cannot be kept is left out."""

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

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """Return what the address asks for."""
        return cast("DictStrAny", _kept(super().parse_querydict(data, list_fields, request), depth=0))


class DescribedAPI(NinjaAPI):
    """Describes itself as it answers: problems have a type of their own, and operations the names they have here."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Return the description (OpenAPI 3.1). Raises SameNameError where it would tell of one shape in place of another."""
        require_names_apart(self)
        description = super().get_openapi_schema(**asked)
        for methods in description["paths"].values():
            for operation in methods.values():
                _problems_apart(operation["responses"])
        return description

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return what clients call an operation, such as list_ideas."""
        return operation.view_func.__name__


api = DescribedAPI(
    title="Wellheard",
    version="1",
    description="Everything customers told you, what you decided, and what you answered, for your own programs.",
    docs_url=None,
    parser=JsonParser(),
    urls_namespace="api",
)
for router in (
    facts,
    *customers,
    *listen,
    conversations,
    surveys,
    *deals,
    departures,
    talks,
    understand,
    *decide,
    reviews,
    releases,
    answers,
    goals,
):
    api.add_router("", router)


@csrf_exempt
def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - what was asked for is in the request
    """Answer programs in JSON where there is nothing."""
    return problem_response(404, _("There is nothing at this address; the API is described at openapi.json."))


@api.exception_handler(HttpError)
def tell_problem(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """Answer with one sentence; what the parser found out counts more than that there was something."""
    cause = problem.__cause__
    if isinstance(cause, RequestDataTooBig):
        return refuse_large_body(request, cause)
    told = cause if isinstance(cause, HttpError) else problem
    return problem_response(told.status_code, str(told))


@api.exception_handler(ProblemError)
def tell_our_problem(request: HttpRequest, problem: ProblemError) -> HttpResponse:  # noqa: ARG001
    """Answer with what an operation found wrong; something that was merged leads on."""
    headers = {"Location": problem.location} if isinstance(problem, MovedError) else {}
    return problem_response(problem.status, str(problem), kind=problem.kind, headers=headers, **problem.more)


@api.exception_handler(AuthenticationError)
def ask_for_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """Say how to be let in."""
    sentence = _("Send a usable API token: Authorization: Bearer wh_… An admin makes one under Settings, API tokens.")
    return problem_response(401, sentence, kind="token-needed", headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(RequestDataTooBig)
def refuse_large_body(request: HttpRequest, problem: Exception) -> HttpResponse:  # noqa: ARG001
    """Say how large a body may be."""
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000
    sentence = _("The body is larger than %(most)g MB; send one thing a customer said at a time.") % {"most": megabytes}
    return problem_response(413, sentence)


@api.exception_handler(ValidationError)
def tell_fields(request: HttpRequest, problem: ValidationError) -> HttpResponse:  # noqa: ARG001
    """Name each field that is wrong."""
    errors = [{"pointer": _pointer(error), "detail": sentence_of(error)} for error in problem.errors[:20]]
    return problem_response(422, " ".join(error["detail"] for error in errors), kind="fields-wrong", errors=errors)


@api.exception_handler(StaleError)
@api.exception_handler(StaleIdeaError)
@api.exception_handler(StaleReleaseError)
def tell_stale(request: HttpRequest, problem: Exception) -> HttpResponse:  # noqa: ARG001 - its text speaks of a form
    """Say that somebody else was faster."""
    sentence = _("It was changed since you read it; read it again, then send your change with its new version.")
    return problem_response(409, sentence, kind="changed-meanwhile")


@api.exception_handler(UnseenPartsError)
def tell_unseen(request: HttpRequest, problem: UnseenPartsError) -> HttpResponse:  # noqa: ARG001
    """Say that others wrote meanwhile, and which messages those are."""
    unseen = [message.pk for message in problem.unseen]
    return problem_response(409, str(problem), kind="unseen-messages", unseen=unseen)


@api.exception_handler(AnswerError)
@api.exception_handler(CommentError)
@api.exception_handler(ConversationError)
@api.exception_handler(CustomerError)
@api.exception_handler(DealError)
@api.exception_handler(DecisionError)
@api.exception_handler(DepartureError)
@api.exception_handler(FeedbackError)
@api.exception_handler(FilingError)
@api.exception_handler(GoalError)
@api.exception_handler(IdeaError)
@api.exception_handler(LinkError)
@api.exception_handler(ReleaseError)
@api.exception_handler(TalkError)
def tell_refusal(request: HttpRequest, problem: Exception) -> HttpResponse:  # noqa: ARG001
    """Pass on what a command says is wrong."""
    return problem_response(422, str(problem), kind="refused")


def _problems_apart(responses: dict[int, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}


def _pointer(error: dict[str, Any]) -> str:
    place, *parts = [str(part) for part in error["loc"]] or ["body"]
    # The name of the operation's own argument stands between the place and the fields.
    return "/" + "/".join(parts[1:]) if place == "body" else parts[-1] if parts else place


def _kept(value: Any, *, depth: int) -> Any:
    """Return the value without NUL and with lone surrogates as replacement signs: no database can keep either."""
    if depth > _DEEPEST:
        raise ValueError(depth)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_kept(part, depth=depth + 1) for part in value]
    if isinstance(value, dict):
        return {_text(key): _kept(part, depth=depth + 1) for key, part in value.items()}
    return value


def _text(value: str) -> str:
    return _SURROGATES.sub("\ufffd", value.replace("\x00", ""))


def _refuse(constant: str) -> Never:
    raise ValueError(constant)
