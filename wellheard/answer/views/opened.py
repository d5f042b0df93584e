"""The image that tells when an answer is opened; only where the owner switched that on."""

import base64

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.answer.letters import OPENED_SALT
from wellheard.answer.models import Answer
from wellheard.foundation.mail.commands import note_opened
from wellheard.workspace.installation import installation

# One transparent point.
_IMAGE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """Note that a mail was opened."""
    if not installation().notes_opened_mail:
        raise Http404(_("This installation does not note who opens its mails."))
    try:
        answer_id = signing.loads(token, salt=OPENED_SALT)
    except signing.BadSignature as problem:
        raise Http404(_("There is no such image.")) from problem
    mail_id = Answer.objects.filter(pk=answer_id).values_list("mail_id", flat=True).first()
    if mail_id:
        note_opened(mail_id=mail_id)
    return HttpResponse(_IMAGE, content_type="image/gif", headers={"Cache-Control": "no-store"})
