"""Every address of the tab's contract is answered through here: who asks is known, pages of other sites may read it (CORS).

Whatever is refused is a problem (RFC 9457) in a sentence.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from wellheard.customers.commands import CustomerError
from wellheard.decide.commands import LinkError
from wellheard.foundation.facts.actors import acting
from wellheard.foundation.problems import PLAIN
from wellheard.listen.articles.commands import ArticleError
from wellheard.listen.commands import FeedbackError
from wellheard.listen.conversations.commands import ConversationError
from wellheard.listen.surveys.errors import UnknownSurveyError
from wellheard.web.widget import bodies, limits, speaking
from wellheard.web.widget.asking import asked_by
from wellheard.web.widget.bodies import Body
from wellheard.web.widget.refusals import RefusedError, wrong_field
from wellheard.workspace.api.problems import problem_response
from wellheard.workspace.commands import WorkspaceError

# A browser asks again after so long whether a page may send what it wants to send.
PREFLIGHT_SECONDS = 7200
HEADERS = (
    "authorization, content-type, idempotency-key, x-wellheard-device, x-wellheard-key, x-wellheard-language"
)  # fmt: skip
EXPOSED = "retry-after"

# What a colleague who looks as somebody may ask for beside reading.
LOOKING = frozenset({"widget_hello", "widget_events", "widget_find"})
REFUSALS = (
    RefusedError,
    CustomerError,
    FeedbackError,
    ConversationError,
    ArticleError,
    LinkError,
    WorkspaceError,
    RequestDataTooBig,
    Http404,
)
# How one method of an address is answered: given the request, who asks, and what the address names.
Answering = Callable[..., HttpResponse]


def answering(**methods: Answering) -> Callable[..., HttpResponse]:
    """Return the view of an address that knows these methods."""

    @csrf_exempt
    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        response = _preflight() if request.method == "OPTIONS" else _answered(request, methods, named)
        return _readable(request, response)

    return view


def told(content: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with JSON."""
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def body(request: HttpRequest) -> Body:
    """Return what was sent. Raises RefusedError."""
    return bodies.body_of(request.body)


def _answered(request: HttpRequest, methods: dict[str, Answering], named: dict[str, Any]) -> HttpResponse:
    answer = methods.get(str(request.method))
    if answer is None:
        sentence = _("This address does not know this method.")
        return problem_response(405, sentence, headers={"Allow": ", ".join([*methods, "OPTIONS"])})
    try:
        asked = asked_by(request.headers, address=request.META.get("REMOTE_ADDR", ""), host=request.get_host())
        limits.keep_within(limits.READING, asked)
        language = speaking.language_of(_wished(request), request.headers.get("Accept-Language", ""), asked.reader)
        with acting(asked.actor), translation.override(language):
            if asked.is_trial and request.method != "GET" and _name(request) not in LOOKING:
                return _only_looks(_name(request))
            return answer(request, asked, **named)
    except REFUSALS as problem:
        return _refused(problem)


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _only_looks(name: str) -> HttpResponse:
    """Answer a colleague who looks as somebody: questions appear and nothing of them is noted, everything else is refused."""
    if name.startswith("widget_survey_"):
        return told({"show": True})
    # Not 403, after which the tab keeps what was said for another time: then it might be sent in another name.
    raise RefusedError(422, _("This is a trial: nothing is sent in somebody else’s name."))


def _wished(request: HttpRequest) -> str:
    """Return the language the product asks for: in a header, or in the body with which a page begins."""
    said = request.headers.get("X-Wellheard-Language", "")
    is_hello = not said and request.path.endswith("/hello")
    return said or (body(request).line("language", most=20) if is_hello else "")


def _refused(problem: Exception) -> HttpResponse:
    if isinstance(problem, RefusedError):
        return problem_response(
            problem.status,
            str(problem),
            kind=problem.kind,
            errors=problem.errors,
            headers=problem.headers,
            **problem.more,
        )
    if isinstance(problem, WorkspaceError) and problem.field:
        return _refused(wrong_field(problem.field, str(problem)))
    if isinstance(problem, Http404 | UnknownSurveyError):
        return problem_response(404, _("It is not there, or not for you to see."))
    if isinstance(problem, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
        return problem_response(413, _("This is larger than the %(most)d MB that fit here.") % {"most": most})
    return problem_response(422, str(problem), kind="invalid" if str(problem) else PLAIN)


def _preflight() -> HttpResponse:
    """Tell a browser what a page may send: its key is looked at later, browsers do not send it now."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": HEADERS,
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        },
    )


def _readable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page of another site read the answer, also a refusal; never with its cookies."""
    response.headers.setdefault("Cache-Control", "no-store")
    if origin := request.headers.get("Origin", ""):
        response.headers["Access-Control-Allow-Origin"] = origin[:300]
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Origin"])
    return response
