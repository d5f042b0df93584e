"""What is new, for pages that cannot hold a stream open; and who else is there."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.web.conversations.news import changes_since, newest_fact
from wellheard.web.conversations.presence import note_present
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def stream(request: StaffRequest) -> HttpResponse:  # noqa: ARG001
    """Answer where no listener holds streams open: nothing comes here, the page asks now and then instead."""
    return HttpResponse(status=204)


@require_safe
@needs(Permission.VIEW)
def news(request: StaffRequest) -> HttpResponse:
    """Return what happened in conversations after a fact, and the newest fact; without one only that."""
    after = request.GET.get("after", "")
    is_known = is_whole_number(after)
    newest = newest_fact()
    changes = changes_since(int(after)) if is_known else []
    return JsonResponse({"after": newest, "changes": [change.as_json() for change in changes]})


@require_POST
@needs(Permission.VIEW)
def presence(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Note that this person reads or writes; say who else does."""
    others = note_present(
        conversation_id=conversation_id, staff=request.user, doing=request.POST.get("doing", "reading")
    )
    said = [
        (_("%(name)s is writing") if other.writes else _("%(name)s reads this too")) % {"name": other.name}
        for other in others
    ]
    return JsonResponse({"said": " · ".join(said), "somebody_writes": any(other.writes for other in others)})
