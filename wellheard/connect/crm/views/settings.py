"""Settings of systems of sales: how they are reached, what arrived from them, and which deals could not be read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.connect.crm import commands
from wellheard.connect.crm.commands import CrmConnectionError
from wellheard.connect.crm.forms import AccessForm, EditForm
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.reaching import adapter_of, crm_of
from wellheard.connect.crm.speaking import CrmError, KeyRefusedError
from wellheard.connect.crm.systems import ADAPTERS
from wellheard.connect.crm.there import MISSHAPEN
from wellheard.connect.crm.views.hook import address_of
from wellheard.connect.crm.working import UNREADABLE
from wellheard.foundation.paging import page_of
from wellheard.listen.deals.models import Deal
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.crm"
MOST_SHOWN = 20


@require_safe
@needs(Permission.MANAGE_TOKENS)
def crm(request: StaffRequest) -> HttpResponse:
    """Show which systems of sales are connected, and which can be."""
    context = {
        "place": PLACE,
        "connections": list(CrmConnection.objects.order_by("pk")),
        "systems": [(system, adapter.name) for system, adapter in ADAPTERS.items()],
    }
    return render(request, "crm/connections.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def new(request: StaffRequest, system: str) -> HttpResponse:
    """Connect an account; where we make the secret of its messages, it is shown this once."""
    if system not in ADAPTERS:
        raise Http404
    form = AccessForm(request.POST or None, system=system)
    made: list[tuple[CrmConnection, str]] = []
    if request.method == "POST" and saved(
        form, lambda: made.append(commands.connect(system=system, described=form.described, by=request.user))
    ):
        return _secret(request, *made[0])
    return show(request, "crm/new.html", form, place=PLACE, system=system, name=ADAPTERS[system].name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def connection(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Show a connection with what arrived and what could not be read, and change how it is reached."""
    shown = get_object_or_404(CrmConnection, pk=connection_id)
    before = {"url": shown.url, "client_id": shown.client_id}
    form = EditForm(request.POST or None, system=shown.system, initial=before)
    if request.method == "POST" and saved(
        form, lambda: commands.edit_connection(connection_id=shown.pk, described=form.described)
    ):
        messages.success(request, _("Saved."))
        return redirect("settings_crm_one", shown.pk)
    arrivals = CrmArrival.objects.filter(connection=shown).defer("body")
    context = {
        "connection": shown,
        "adapter": adapter_of(shown),
        "hook": address_of(shown),
        "page": page_of(arrivals, order=("-pk",), cursor=request.GET.get("after", ""), size=25),
        **_standing(shown),
    }
    return show(request, "crm/connection.html", form, place=PLACE, **context)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def test(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Ask an account who we are and whether deals can be read, and say so in a sentence."""
    asked = get_object_or_404(CrmConnection, pk=connection_id)
    try:
        account = crm_of(asked).account()
    except KeyRefusedError as problem:
        commands.note_refused(connection_id=asked.pk, problem=str(problem))
        messages.error(request, str(problem))
    except CrmError as problem:
        commands.note_check(connection_id=asked.pk, problem=str(problem))
        messages.error(request, str(problem))
    except MISSHAPEN:
        messages.error(request, str(UNREADABLE))
    else:
        commands.note_check(connection_id=asked.pk, account=account)
        messages.success(request, _("%(name)s answers, and lets us read deals.") % {"name": adapter_of(asked).name})
    return redirect("settings_crm_one", asked.pk)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def pausing(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Pause a connection, or go on with it."""
    asked = get_object_or_404(CrmConnection, pk=connection_id)
    if request.POST.get("on") == "pause":
        commands.pause(connection_id=asked.pk)
        messages.success(request, _("Paused. What arrives is kept, and worked when you go on."))
    else:
        commands.resume(connection_id=asked.pk)
        messages.success(request, _("It goes on: what arrived meanwhile is worked, what was missed is read."))
    return redirect("settings_crm_one", asked.pk)


@never_cache
@require_POST
@needs(Permission.MANAGE_TOKENS)
def new_secret(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Make a new secret for an account's messages, shown this once."""
    asked = get_object_or_404(CrmConnection, pk=connection_id)
    try:
        return _secret(request, *commands.make_new_secret(connection_id=asked.pk))
    except CrmConnectionError as problem:
        messages.error(request, str(problem))
        return redirect("settings_crm_one", asked.pk)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def removal(request: StaffRequest, connection_id: int) -> HttpResponse:
    """Disconnect an account."""
    commands.disconnect(connection_id=get_object_or_404(CrmConnection, pk=connection_id).pk)
    messages.success(request, _("Disconnected. Its deals stay as they were last read."))
    return redirect("settings_crm")


@require_POST
@needs(Permission.MANAGE_TOKENS)
def again(request: StaffRequest, arrival_id: int) -> HttpResponse:
    """Work a message once more."""
    arrival = commands.work_again(arrival_id=get_object_or_404(CrmArrival, pk=arrival_id).pk)
    messages.success(request, _("It is worked again. Load this page in a moment to see how it went."))
    return redirect("settings_crm_one", arrival.connection_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def reading_again(request: StaffRequest, reading_id: int) -> HttpResponse:
    """Read a deal once more."""
    reading = commands.read_again(reading_id=get_object_or_404(CrmReading, pk=reading_id).pk)
    messages.success(request, _("It is read again. Load this page in a moment to see how it went."))
    return redirect("settings_crm_one", reading.connection_id)


def _standing(shown: CrmConnection) -> dict[str, Any]:
    """Return how reading its deals stands: how many there are, wait, are gone, and which could not be read."""
    State = CrmReading.State  # noqa: N806 - a class
    troubled = shown.readings.filter(state__in=[State.WAITING, State.FAILED]).exclude(problem="")
    return {
        "deals": Deal.objects.standing().filter(source=shown.source).count(),
        "waiting": shown.readings.waiting().count(),
        "gone": Deal.objects.exclude(withdrawn_at=None).filter(source=shown.source).count(),
        "troubled": list(troubled.order_by("-state", "due_at", "pk")[:MOST_SHOWN]),
    }


def _secret(request: StaffRequest, shown: CrmConnection, secret: str) -> HttpResponse:
    context = {
        "place": PLACE,
        "connection": shown,
        "adapter": adapter_of(shown),
        "secret": secret,
        "hook": address_of(shown),
    }
    return render(request, "crm/secret.html", context)
