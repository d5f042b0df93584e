"""Where messages of systems of sales arrive: checked over the bytes as they came, kept, and only then answered."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellheard.connect.crm.commands import keep_arrival
from wellheard.connect.crm.models import CrmConnection
from wellheard.connect.crm.reaching import adapter_of, hook_secret_of
from wellheard.connect.crm.there import MISSHAPEN, Letter, key_of_bytes
from wellheard.foundation import clock

UNPROVEN = "The signature or secret is missing, wrong or too old. Check that the secret is the one of the connection.\n"


@csrf_exempt
@require_POST
def hook(request: HttpRequest, path: str) -> HttpResponse:
    """Keep a message of a system of sales. What does not prove that it is its own is refused, whatever else it is."""
    connection = CrmConnection.objects.filter(path=path).first()
    if connection is None:
        return _plain(UNPROVEN, 401)
    adapter = adapter_of(connection)
    letter = Letter(
        url=address_of(connection),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
        at=clock.now(),
    )
    if not adapter.proves(letter, hook_secret_of(connection)):
        return _plain(UNPROVEN, 401)
    try:
        key = adapter.key(letter.body)
    except MISSHAPEN:
        key = key_of_bytes(letter.body)
    keep_arrival(connection=connection, key=key, body=letter.body)
    return _plain("", 202)


def address_of(connection: CrmConnection) -> str:
    """Return where a system sends its messages, as it was told: what a proxy makes of it does not count."""
    return settings.BASE_URL.rstrip("/") + reverse("crm_hook", args=[connection.path])


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
