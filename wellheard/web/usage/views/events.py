"""The events your product tells of, and which area is used where each happens."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen.usage.models import EventName
from wellheard.listen.usage.queries import events_shown, known_since, of_late
from wellheard.web.feedback.forms.lists import area_choices
from wellheard.web.usage.forms import PlacingForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "listen.usage"
VIEWS = ("unplaced", "all", "ignored")
SIZE = 50


@require_safe
@needs(Permission.VIEW)
def events(request: StaffRequest) -> HttpResponse:
    """List the events that came, those without an area first, with how often and in how many companies."""
    view = request.GET.get("view", VIEWS[0])
    if view not in VIEWS:
        raise Http404(_("There is no such list."))
    page = page_of(events_shown(view), order=("-last_seen_at", "-pk"), cursor=request.GET.get("after", ""), size=SIZE)
    late = of_late(page.items)
    context = {
        "place": PLACE,
        "view": view,
        "page": page,
        "rows": [(event, late.get(event.pk)) for event in page.items],
        "unplaced": events_shown("unplaced").count(),
        "total": EventName.objects.count(),
        "since": known_since(),
        "areas": area_choices(),
        "after": request.GET.get("after", ""),
    }
    return render(request, "usage/events.html", context)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def place_events(request: StaffRequest) -> HttpResponse:
    """Keep which area is used where the events of a page happen."""
    form = PlacingForm(request.POST)
    changed = form.place()
    if changed:
        messages.success(
            request,
            ngettext("One event is placed.", "%(count)d events are placed.", changed) % {"count": changed},
        )
    query = {name: request.POST[name] for name in ("view", "after") if request.POST.get(name)}
    return redirect(f"{reverse('usage_events')}?{urlencode(query)}")
