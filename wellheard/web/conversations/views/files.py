"""Files and originals of messages, given out so that they can do nothing but be looked at."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from wellheard.foundation.files import FOR_READER, file_response
from wellheard.foundation.mail.cleaning import remote_image_count
from wellheard.listen.conversations.models import Attachment, Message
from wellheard.listen.mailboxes.models import RawMail
from wellheard.web.conversations.queries.laying_out import laid_out
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

# Shown in the browser itself; everything else is saved.
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"}
# Neither scripts nor forms nor anything of elsewhere; with pictures, pictures of elsewhere too.
_ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{more}; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
@needs(Permission.VIEW)
def file(request: StaffRequest, attachment_id: int) -> HttpResponse:  # noqa: ARG001
    """Give out a file that came or went with a message."""
    kept = get_object_or_404(Attachment, pk=attachment_id)
    is_shown = kept.media_type in _SHOWN
    media_type = kept.media_type if is_shown else "application/octet-stream"
    response = file_response(kept.file, media_type=media_type, cache=FOR_READER) if kept.file else None
    if response is None:
        raise Http404(_("This file was not kept."))
    way = "inline" if is_shown else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(kept.name)}"
    return response


@require_safe
@needs(Permission.VIEW)
@xframe_options_sameorigin
def page(request: StaffRequest, message_id: int) -> HttpResponse:
    """Show a message as its writer laid it out, cleaned, in a page that may load nothing and run nothing."""
    message = get_object_or_404(Message, pk=message_id)
    if not message.html:
        raise Http404(_("This message has words only."))
    is_asked = request.GET.get("pictures") == "yes"
    context = {
        "message": message,
        "html": laid_out(message, remote=is_asked),
        "remote": 0 if is_asked else remote_image_count(message.html),
    }
    response = render(request, "conversations/page.html", context)
    more = " https: http:" if is_asked else ""
    response.headers["Content-Security-Policy"] = _ALONE.format(more=more)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@needs(Permission.VIEW)
def original(request: StaffRequest, message_id: int) -> HttpResponse:  # noqa: ARG001
    """Give out the mail exactly as it came, as text."""
    message = get_object_or_404(Message, pk=message_id)
    raw = get_object_or_404(RawMail, mail=message.incoming_id)
    headers = {"Content-Disposition": f"inline; filename=mail-{message.pk}.txt", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(raw.data), content_type="text/plain; charset=utf-8", headers=headers)
