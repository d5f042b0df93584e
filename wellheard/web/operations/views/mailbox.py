"""Every mail Wellheard wrote, newest first: whether it is out, and its words as they are read."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.mail.commands import requeue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

State = OutgoingMail.State
VIEWS: dict[str, tuple[State, ...]] = {
    "all": tuple(State),
    "waiting": (State.QUEUED,),
    "failed": (State.FAILED,),
    "bounced": (State.BOUNCED,),
}
# One look per state: the tone of its chip and the icon that says it without colour.
LOOKS = {
    State.QUEUED: ("warn", "clock"),
    State.SENT: ("good", "send"),
    State.KEPT: ("", "inbox"),
    State.FAILED: ("bad", "circle-alert"),
    State.BOUNCED: ("bad", "corner-down-left"),
    State.WITHDRAWN: ("", "minus"),
}


@require_safe
@needs(Permission.OPERATE)
def mailbox(request: StaffRequest) -> HttpResponse:
    """List mails, newest first."""
    shown = request.GET.get("view", "all")
    if shown not in VIEWS:
        raise Http404(_("There is no such list of mails."))
    mails = OutgoingMail.objects.defer("body", "html", "headers", "references")
    rows = mails if shown == "all" else mails.filter(state__in=VIEWS[shown])
    page = page_of(rows, order=("-queued_at", "-pk"), cursor=request.GET.get("after", ""))
    context = {
        "place": "operations.mailbox",
        "view": shown,
        "page": page,
        "mails": [(mail, LOOKS[State(mail.state)]) for mail in page.items],
        "failed": OutgoingMail.objects.filter(state=State.FAILED).count(),
        "waiting_count": OutgoingMail.objects.filter(state=State.QUEUED).count(),
    }
    return render(request, "operations/mailbox.html", context)


@require_safe
@needs(Permission.OPERATE)
def mail(request: StaffRequest, mail_id: int) -> HttpResponse:
    """Show one mail as it is read."""
    shown = get_object_or_404(OutgoingMail, pk=mail_id)
    context = {
        "place": "operations.mailbox",
        "mail": shown,
        "look": LOOKS[State(shown.state)],
        "passages": _passages(shown.body),
    }
    return render(request, "operations/mail.html", context)


def _passages(body: str) -> list[tuple[bool, str]]:
    """Return the body in passages, each with whether it is a quote: the words of the customer who is written to."""
    passages = []
    for lines in (part.split("\n") for part in re.split(r"\n{2,}", body.strip())):
        is_quote = all(line.startswith(">") for line in lines)
        passages.append((is_quote, "\n".join(line.removeprefix(">").strip() if is_quote else line for line in lines)))
    return passages


@require_POST
@needs(Permission.OPERATE)
def rerun(request: StaffRequest, mail_id: int) -> HttpResponse:
    """Try a failed mail again."""
    shown = get_object_or_404(OutgoingMail, pk=mail_id)
    if shown.state == State.FAILED:
        requeue_mail(mail_id=mail_id)
        messages.success(request, _("The mail is tried again within seconds."))
    else:
        messages.warning(request, _("This mail is out, or still being tried. There is nothing to run again."))
    return redirect("mailbox_mail", mail_id)
