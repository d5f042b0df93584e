"""Settings of webhooks: endpoints, their secrets, and what became of each message."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.connect.webhooks import commands
from wellheard.connect.webhooks.forms import EndpointForm
from wellheard.connect.webhooks.models import Delivery, Endpoint
from wellheard.foundation.paging import page_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.webhooks"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def webhooks(request: StaffRequest) -> HttpResponse:
    """Show who is told what happens, and add one; its secret is shown this once."""
    form = EndpointForm(request.POST or None)
    made: list[tuple[Endpoint, str]] = []
    if request.method == "POST" and saved(form, lambda: made.append(_add(request, form))):
        return _secret(request, *made[0])
    rows = list(Endpoint.objects.order_by("pk"))
    return show(request, "webhooks/webhooks.html", form, place=PLACE, endpoints=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def webhook(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """Show one endpoint with what it was sent, and change it."""
    endpoint = get_object_or_404(Endpoint, pk=endpoint_id)
    form = EndpointForm(request.POST or None, initial={"url": endpoint.url, "fact_names": endpoint.fact_names})
    if request.method == "POST" and saved(form, lambda: _edit(endpoint_id, form)):
        messages.success(request, _("Saved. It holds for what happens from now on."))
        return redirect("settings_webhook", endpoint_id)
    return show(request, "webhooks/webhook.html", form, place=PLACE, endpoint=endpoint, **_sent(endpoint, request.GET))


@never_cache
@require_POST
@needs(Permission.MANAGE_TOKENS)
def webhook_rotation(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """Give an endpoint a new secret, shown this once."""
    endpoint = get_object_or_404(Endpoint, pk=endpoint_id)
    return _secret(request, endpoint, commands.rotate_secret(endpoint_id=endpoint.pk))


@require_POST
@needs(Permission.MANAGE_TOKENS)
def webhook_test(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """Send an endpoint a test."""
    commands.owe_test(endpoint_id=get_object_or_404(Endpoint, pk=endpoint_id).pk)
    messages.success(request, _("A test is on its way. Load this page again in a moment to see what came back."))
    return redirect("settings_webhook", endpoint_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def webhook_switching(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """Switch an endpoint on again."""
    commands.switch_on(endpoint_id=get_object_or_404(Endpoint, pk=endpoint_id).pk)
    messages.success(request, _("It is told again what happens, from now on."))
    return redirect("settings_webhook", endpoint_id)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def webhook_removal(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """Tell an outside system nothing more."""
    commands.remove_endpoint(endpoint_id=get_object_or_404(Endpoint, pk=endpoint_id).pk)
    messages.success(request, _("Removed. It is told nothing more."))
    return redirect("settings_webhooks")


@require_POST
@needs(Permission.MANAGE_TOKENS)
def webhook_redelivery(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Send a message again."""
    delivery = commands.redeliver(delivery_id=get_object_or_404(Delivery, pk=delivery_id).pk)
    messages.success(request, _("It is sent again, under the same id."))
    return redirect("settings_webhook", delivery.endpoint_id)


def _sent(endpoint: Endpoint, asked: QueryDict) -> dict[str, object]:
    """Return what an endpoint was sent, narrowed by state and fact."""
    rows = Delivery.objects.filter(endpoint=endpoint)
    types = list(rows.order_by("type").values_list("type", flat=True).distinct())
    state, kind = asked.get("state", ""), asked.get("type", "")
    narrowed = rows.filter(state=state) if state in Delivery.State.values else rows
    narrowed = narrowed.filter(type=kind) if kind in types else narrowed
    page = page_of(narrowed.prefetch_related("attempts"), order=("-pk",), cursor=asked.get("after", ""), size=25)
    return {"page": page, "types": types, "states": Delivery.State.choices, "state": state, "type": kind}


def _secret(request: StaffRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    return render(request, "webhooks/secret.html", {"place": PLACE, "endpoint": endpoint, "secret": secret})


def _add(request: StaffRequest, form: EndpointForm) -> tuple[Endpoint, str]:
    said = form.cleaned_data
    return commands.add_endpoint(url=said["url"], fact_names=said["fact_names"], by=request.user)


def _edit(endpoint_id: int, form: EndpointForm) -> Endpoint:
    said = form.cleaned_data
    return commands.edit_endpoint(endpoint_id=endpoint_id, url=said["url"], fact_names=said["fact_names"])
