"""Where a forum's messages arrive: checked by their signature over the bytes as they came, kept, and only then answered."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellheard.connect.discourse.commands import keep_arrival
from wellheard.connect.discourse.models import PURPOSE, Forum
from wellheard.connect.signatures import is_signed
from wellheard.foundation.sealing import unseal

UNSIGNED = (
    "The signature is missing or wrong. Check that the secret of the webhook is the one shown when it was made.\n"
)
UNNAMED = "X-Discourse-Event-Id and X-Discourse-Event are missing: this is no message of Discourse's.\n"
NO_JSON = "Set the content type of the webhook to application/json.\n"


@csrf_exempt
@require_POST
def hook(request: HttpRequest, path: str) -> HttpResponse:
    """Keep a message of a forum. What is not signed with the webhook's secret is refused, whatever else it is."""
    forum = Forum.objects.filter(path=path).first()
    said = request.headers.get("X-Discourse-Event-Signature", "")
    secret = unseal(forum.webhook_secret_sealed, purpose=PURPOSE) if forum else ""
    if forum is None or not is_signed(request.body, said, secret):
        return _plain(UNSIGNED, 401)
    event_id, event = request.headers.get("X-Discourse-Event-Id", ""), request.headers.get("X-Discourse-Event", "")
    if not event_id.strip() or not event.strip():
        return _plain(UNNAMED, 400)
    if request.content_type != "application/json":
        return _plain(NO_JSON, 415)
    keep_arrival(forum=forum, event_id=event_id, event=event, body=request.body)
    return _plain("", 202)


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
