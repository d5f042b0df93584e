"""What every change of the inbox does around it: say what was done or refused, and lead on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from wellheard.customers.commands import CustomerError
from wellheard.decide.commands import IdeaError, LinkError
from wellheard.listen.commands import FeedbackError
from wellheard.listen.conversations.commands import ConversationError
from wellheard.listen.conversations.models import Conversation
from wellheard.understand.commands import FilingError
from wellheard.web.conversations.queue import Queue
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.guard import StaffRequest

FAULTS = (ConversationError, FeedbackError, FilingError, IdeaError, LinkError, CustomerError, WorkspaceError)


def tried(request: StaffRequest, act: Callable[[], object]) -> bool:
    """Do something; say why when it cannot be done."""
    try:
        act()
    except FAULTS as problem:
        messages.error(request, str(problem))
        return False
    return True


def stay(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Lead back to a conversation in the list it was opened from."""
    return redirect(Queue.of(request).url(conversation_id))


def follow_up(request: StaffRequest, conversation: Conversation) -> int | None:
    """Return what comes after a conversation in its list; asked before it leaves the list."""
    return Queue.of(request).after(conversation)


def go_on(request: StaffRequest, conversation_id: int | None) -> HttpResponse:
    """Lead to what comes next, or to the empty list."""
    return redirect(Queue.of(request).url(conversation_id))
