"""Reading: the inbox, one conversation, what stands beside it, and that somebody has read it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wellheard.listen.conversations import commands
from wellheard.web.conversations.queries.beside import beside as known_beside
from wellheard.web.conversations.queue import Queue
from wellheard.web.conversations.views.showing import PLACE, SAVED, found, show
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import SavedView
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def inbox(request: StaffRequest) -> HttpResponse:
    """Show a list of conversations, and the first of it beside."""
    return show(request, None)


@require_safe
@needs(Permission.VIEW)
def conversation(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Show a conversation in its list; one that was joined to another leads there."""
    opened = found(conversation_id)
    if opened.merged_into_id:
        return redirect(Queue.of(request).url(opened.merged_into_id))
    return show(request, opened)


@require_safe
@needs(Permission.VIEW)
def beside(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Show what is known of who wrote a conversation: into its page once that is drawn, or as a page of its own."""
    opened = found(conversation_id)
    context = {
        "place": PLACE,
        "queue": Queue.of(request),
        "conversation": opened,
        "beside": known_beside(opened),
        "may_answer": request.user.may(Permission.CONVERSE),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "conversations/beside.html" if is_part else "conversations/beside_page.html", context)


@require_safe
@needs(Permission.VIEW)
def filters(request: StaffRequest) -> HttpResponse:
    """Ask what to narrow the list down to; what there is to choose from is read only when somebody asks."""
    own = SavedView.objects.filter(owner=request.user, place=SAVED).order_by("name")
    return render(request, "conversations/filters.html", {"place": PLACE, "queue": Queue.of(request), "own": own})


@require_POST
@needs(Permission.VIEW)
def reading(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Note that somebody has read a conversation; their page says so a moment after it was opened."""
    commands.mark_read(conversation_id=found(conversation_id).pk, staff=request.user)
    return HttpResponse(status=204)
