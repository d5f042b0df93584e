"""Where programs post mail: a mail server's pipe, or a relay that calls a webhook."""

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellheard.connect.mail_in import commands
from wellheard.connect.mail_in.signatures import is_signed


@csrf_exempt
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Keep a mail that is posted as it is (RFC 5322) and signed; answer once it is kept."""
    most = settings.MAIL_MEGABYTES * 1_000_000
    raw = request.read(most + 1)
    if len(raw) > most:
        return _sentence(413, f"This mail is larger than the {settings.MAIL_MEGABYTES} MB that are taken in.")
    try:
        if not is_signed(raw, request.headers, with_secrets=commands.hand_over_secrets()):
            return _sentence(401, "The signature is missing, wrong, or older than five minutes. Nothing was kept.")
        if not raw.strip():
            return _sentence(422, "The body is empty; post the mail as it is.")
        mail = commands.take_posted_mail(raw=raw, message_id=request.headers["webhook-id"])
    except Error:
        return _sentence(503, "Mail cannot be kept at this moment. Nothing was lost here; post it again later.")
    return JsonResponse({"id": mail.pk, "state": mail.state}, status=202)


def _sentence(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
