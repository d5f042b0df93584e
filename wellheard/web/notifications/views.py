"""What concerns me: the list, reading it, and how to be told by mail."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.learn.goals.commands import choose_digest
from wellheard.learn.goals.models import DigestChoice
from wellheard.web.notifications.forms import WishesForm
from wellheard.web.notifications.mails import reader_of
from wellheard.web.notifications.queries import lines
from wellheard.workspace.commands import notifying
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Notification
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

_MOST_IDS = 200


@require_safe
@needs(Permission.VIEW)
def notifications(request: StaffRequest) -> HttpResponse:
    """List what this person was told, newest first."""
    rows = Notification.objects.filter(staff=request.user)
    page = page_of(rows, order=("-pk",), cursor=request.GET.get("after", ""))
    context = {
        "place": "notifications",
        "page": page,
        "lines": lines(page.items),
        "newest": page.items[0].pk if page.items else 0,
        "unread": rows.unread().count(),
    }
    return render(request, "notifications/notifications.html", context)


@require_POST
@needs(Permission.VIEW)
def reading(request: StaffRequest) -> HttpResponse:
    """Note that some or all were read, and lead to what one was about."""
    ids = [int(number) for number in request.POST.getlist("id")[:_MOST_IDS] if _is_number(number)]
    until = request.POST.get("until", "")
    if ids:
        notifying.mark_read(staff=request.user, ids=ids)
    elif _is_number(until):
        notifying.mark_all_read(staff=request.user, until=int(until))
    target = request.POST.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if is_ours else "notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def wishes(request: StaffRequest) -> HttpResponse:
    """Choose for each kind whether and how often to be told by mail."""
    form = WishesForm(request.POST or None, staff=request.user)

    def choose() -> None:
        notifying.choose_mail(staff=request.user, wishes=form.wishes)
        choose_digest(staff=request.user, rhythm=form.digest)

    if request.method == "POST" and saved(form, choose):
        messages.success(request, _("Saved. Mails follow it from now on."))
        return redirect("notifications_wishes")
    return show(request, "notifications/wishes.html", form, place="settings.notifications")


# The signed link is the key: mail programs post without cookies. Opening it changes nothing: scanners open links too.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stopping(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop these mails, and stop them; a mail program's one click does so at once."""
    try:
        staff = reader_of(token)
    except (signing.BadSignature, ValueError, TypeError):
        sentence = _("This link is incomplete or was changed")
        return render(request, "accounts/link_closed.html", {"sentence": sentence}, status=410)
    if request.method == "POST":
        notifying.stop_mail(staff=staff)
        choose_digest(staff=staff, rhythm=DigestChoice.Rhythm.OFF)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=204)
    return render(request, "notifications/stopping.html", {"is_stopped": request.method == "POST"})


def _is_number(text: str) -> bool:
    return is_whole_number(text)
