"""Mail that could not be read or placed: why, the mail as it came, and another try."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.files import SAFE_HEADERS
from wellheard.foundation.paging import page_of
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.mailboxes.queries import raw_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "operations.quarantine"


@require_safe
@needs(Permission.OPERATE)
def quarantine(request: StaffRequest) -> HttpResponse:
    """List what waits in quarantine, newest first."""
    waiting = IncomingMail.objects.quarantined().select_related("mailbox")
    page = page_of(waiting, order=("-received_at", "-pk"), cursor=request.GET.get("after", ""))
    context = {"place": PLACE, "page": page, "waiting": IncomingMail.objects.quarantined().count()}
    return render(request, "mailboxes/quarantine.html", context)


@require_POST
@needs(Permission.OPERATE)
def retry(request: StaffRequest, mail_id: int) -> HttpResponse:
    """Read one mail anew."""
    mail = commands.retry_mail(mail_id=get_object_or_404(IncomingMail, pk=mail_id).pk)
    if mail.state == IncomingMail.State.QUARANTINED:
        messages.warning(request, _("Its mail server has not given it to us yet; it is asked for again by itself."))
    else:
        messages.success(request, _("It is read anew. If it fails again, it comes back here."))
    return redirect("quarantine")


@require_POST
@needs(Permission.OPERATE)
def retry_all(request: StaffRequest) -> HttpResponse:
    """Read everything in quarantine anew."""
    count = commands.retry_quarantined_mail()
    sentence = ngettext(
        "%(count)d mail is read anew. If it fails again, it comes back here.",
        "%(count)d mails are read anew. Those that fail again come back here.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return redirect("quarantine")


@require_POST
@needs(Permission.OPERATE)
def discard(request: StaffRequest, mail_id: int) -> HttpResponse:
    """Delete one mail for good."""
    commands.discard_mail(mail_id=mail_id)
    messages.success(request, _("The mail is deleted."))
    return redirect("quarantine")


@require_safe
@needs(Permission.OPERATE)
def raw(request: StaffRequest, mail_id: int) -> HttpResponse:  # noqa: ARG001 - a view's first argument
    """Give a mail out as it came, to be saved; no browser shows it as a page."""
    mail = get_object_or_404(IncomingMail, pk=mail_id)
    kept = raw_of(mail)
    if not kept:
        raise Http404(_("The mail server has not given us this mail yet."))
    headers = SAFE_HEADERS | {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="mail-{mail.pk}.eml"',
    }
    return HttpResponse(kept, content_type="application/octet-stream", headers=headers)
