"""Where GitHub's messages arrive: checked by their signature over the bytes as they came, kept, and only then answered."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellheard.connect.github.commands import keep_arrival
from wellheard.connect.github.models import PURPOSE, Connection
from wellheard.connect.signatures import is_signed
from wellheard.foundation.sealing import unseal

UNSIGNED = (
    "The signature is missing or wrong. Check that the secret of the webhook is the one shown when it was made.\n"
)
UNNAMED = "X-GitHub-Delivery and X-GitHub-Event are missing: this is no message of GitHub's.\n"
NO_JSON = "Set the content type of the webhook to application/json.\n"


@csrf_exempt
@require_POST
def hook(request: HttpRequest, path: str) -> HttpResponse:
    """Keep a message of GitHub's. What is not signed with the webhook's secret is refused, whatever else it is."""
    connection = Connection.objects.filter(path=path).first()
    said = request.headers.get("X-Hub-Signature-256", "")
    secret = unseal(connection.webhook_secret_sealed, purpose=PURPOSE) if connection else ""
    if connection is None or not is_signed(request.body, said, secret):
        return _plain(UNSIGNED, 401)
    delivery, event = request.headers.get("X-GitHub-Delivery", ""), request.headers.get("X-GitHub-Event", "")
    if not delivery.strip() or not event.strip():
        return _plain(UNNAMED, 400)
    if request.content_type != "application/json":
        return _plain(NO_JSON, 415)
    keep_arrival(
        connection=connection, delivery=delivery, event=event, action=_action_of(request.body), body=request.body
    )
    return _plain("", 202)


def _action_of(body: bytes) -> str:
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    action = said.get("action") if isinstance(said, dict) else ""
    return action if isinstance(action, str) else ""


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
