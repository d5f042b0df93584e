"""Change how a conversation stands: whose it is, what it is about, put off, closed, open again, set aside."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.listen.conversations import commands
from wellheard.web.conversations.forms.standing import AsideForm, AssignForm, PriorityForm, SnoozeForm
from wellheard.web.conversations.forms.writing import FilingForm
from wellheard.web.conversations.views.doing import follow_up, go_on, stay, tried
from wellheard.web.conversations.views.showing import found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.CONVERSE)
def assignment(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Give it to somebody, to a team, or to nobody."""
    conversation = found(conversation_id)
    form = AssignForm(request.POST)
    if not _valid(request, form):
        return stay(request, conversation.pk)
    staff, team = form.cleaned_data["staff"], form.cleaned_data["team"]
    if request.POST.get("take"):
        staff, team = request.user, conversation.team
    tried(request, lambda: commands.assign_conversation(conversation_id=conversation.pk, staff=staff, team=team))
    return stay(request, conversation.pk)


@require_POST
@needs(Permission.CONVERSE)
def priority(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Say how urgent it is."""
    form = PriorityForm(request.POST)
    if _valid(request, form):
        urgency = form.cleaned_data["priority"]
        tried(request, lambda: commands.set_priority(conversation_id=conversation_id, priority=urgency))
    return stay(request, found(conversation_id).pk)


@require_POST
@needs(Permission.CONVERSE)
def snoozing(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Put it off until a moment or until they reply, and show the next one."""
    conversation = found(conversation_id)
    following = follow_up(request, conversation)
    form = SnoozeForm(request.POST)
    if not _valid(request, form):
        return stay(request, conversation.pk)
    moment = form.moment
    if not tried(request, lambda: commands.snooze_conversation(conversation_id=conversation.pk, until=moment)):
        return stay(request, conversation.pk)
    until = date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
    said = _("Until %(until)s it stands under Snoozed.") % {"until": until} if until else _("Put off until they reply.")
    messages.success(request, said)
    return go_on(request, following)


@require_POST
@needs(Permission.CONVERSE)
def filing(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Say one more thing it is about."""
    conversation = found(conversation_id)
    form = FilingForm(request.POST)
    if _valid(request, form):
        for area_id, category_id in form.pairs:
            tried(
                request,
                lambda area_id=area_id, category_id=category_id: commands.tag_conversation(  # type: ignore[misc]
                    conversation_id=conversation.pk, area_id=area_id, category_id=category_id, by=request.user
                ),
            )
    return stay(request, conversation.pk)


@require_POST
@needs(Permission.CONVERSE)
def unfiling(request: StaffRequest, conversation_id: int, tag_id: int) -> HttpResponse:
    """Take one thing back that it was said to be about."""
    conversation = found(conversation_id)
    tag = conversation.tags.filter(pk=tag_id).first()
    if tag:
        tried(
            request,
            lambda: commands.untag_conversation(
                conversation_id=conversation.pk, area_id=tag.area_id, category_id=tag.category_id
            ),
        )
    return stay(request, conversation.pk)


@require_POST
@needs(Permission.CONVERSE)
def closing(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Close it, saying what it was about, and show the next one."""
    conversation = found(conversation_id)
    following = follow_up(request, conversation)
    form = FilingForm(request.POST)
    if not _valid(request, form):
        return stay(request, conversation.pk)
    pairs = form.pairs

    def act() -> None:
        commands.close_conversation(conversation_id=conversation.pk, by=request.user, tags=pairs)

    if not tried(request, act):
        return stay(request, conversation.pk)
    messages.success(request, _("Closed."), extra_tags=_undo(conversation.pk))
    return go_on(request, following)


@require_POST
@needs(Permission.CONVERSE)
def opening(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Open it again, whatever it had been put off, closed or set aside for."""
    conversation = found(conversation_id)
    tried(request, lambda: commands.bring_conversation_back(conversation_id=conversation.pk))
    tried(request, lambda: commands.reopen_conversation(conversation_id=conversation.pk))
    return stay(request, conversation.pk)


@require_POST
@needs(Permission.CONVERSE)
def aside(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Set it aside: it is nobody's work, and counts nowhere."""
    conversation = found(conversation_id)
    following = follow_up(request, conversation)
    form = AsideForm(request.POST)
    if not _valid(request, form):
        return stay(request, conversation.pk)
    reason = form.cleaned_data["reason"]

    def act() -> None:
        commands.set_conversation_aside(conversation_id=conversation.pk, reason=reason, by=request.user)

    if not tried(request, act):
        return stay(request, conversation.pk)
    messages.success(request, _("Set aside. It is kept under “Set aside”."), extra_tags=_undo(conversation.pk))
    return go_on(request, following)


@require_POST
@needs(Permission.VIEW)
def unreading(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Let it look unread to this person again, and go back to the list."""
    commands.mark_unread(conversation_id=found(conversation_id).pk, staff=request.user)
    return go_on(request, None)


@require_POST
@needs(Permission.VIEW)
def following(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Tell this person of everything new in it, or no more."""
    act = commands.unfollow_conversation if request.POST.get("not") else commands.follow_conversation
    act(conversation_id=found(conversation_id).pk, staff=request.user)
    return stay(request, conversation_id)


@require_POST
@needs(Permission.CONVERSE)
def dismissal(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Note that there is nothing to tell: the customer knows already."""
    tried(request, lambda: commands.dismiss_news(conversation_id=conversation_id))
    return stay(request, found(conversation_id).pk)


def _undo(conversation_id: int) -> str:
    return reverse("conversation_opening", args=[conversation_id])


def _valid(request: StaffRequest, form: Form) -> bool:
    """Tell whether a form can be used; say what is wrong with it when not."""
    if form.is_valid():
        return True
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return False
