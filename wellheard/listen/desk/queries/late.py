"""Which customers wait longer than we promised, and whom that concerns."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.models import Escalation
from wellheard.workspace.installation import business_seconds
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

Step = Escalation.Step

# So much business time after the promised moment the next circle of colleagues is told.
AFTER = {Step.OVERDUE: timedelta(0), Step.FORGOTTEN: timedelta(hours=2), Step.LOST: timedelta(hours=8)}
AT_ONCE = 500


def overdue() -> "QuerySet[Conversation]":
    """Return the conversations whose customers wait longer than promised, the longest overdue first."""
    waiting = Conversation.objects.waiting_on_us()
    return waiting.filter(answer_due_at__lte=clock.now()).exclude(waiting_since=None).order_by("answer_due_at", "pk")


def to_escalate(step: Step) -> list[int]:
    """Return which conversations have reached a step of which nobody was told."""
    told = Escalation.objects.filter(
        conversation=OuterRef("pk"), waiting_since=OuterRef("waiting_since"), step__gte=step
    )
    # Business time is never longer than the clock's: this leaves few to look at closely.
    rows = overdue().filter(~Exists(told), answer_due_at__lte=clock.now() - AFTER[step])[:AT_ONCE]
    return [row.pk for row in rows if has_reached(row, step)]


def has_reached(conversation: Conversation, step: Step) -> bool:
    """Tell whether so much business time has passed since the promised moment."""
    due = conversation.answer_due_at
    if due is None or due > clock.now():
        return False
    return business_seconds(due, clock.now()) >= AFTER[step].total_seconds()


def whom_it_concerns(conversation: Conversation, step: int) -> list[int]:
    """Return who is told that a customer waits: who has it; where that is nobody or they are away, its team; then wider."""
    assignee = conversation.assignee
    is_theirs = assignee is not None and assignee.is_active and not assignee.is_away
    told = {assignee.pk} if assignee else set()
    if step > Step.OVERDUE or not is_theirs:
        told |= set(_team(conversation))
    if step >= Step.LOST:
        told |= set(_in_roles(Role.ADMIN))
    return sorted(told)


def _team(conversation: Conversation) -> list[int]:
    """Return the people of a conversation's team; everybody who answers where it has none."""
    people = Staff.objects.at_work()
    if conversation.team_id:
        members = list(people.filter(teams=conversation.team_id).values_list("pk", flat=True))
        if members:
            return members
    return _in_roles(Role.AGENT) or _in_roles(Role.ADMIN)


def _in_roles(*roles: Role) -> list[int]:
    return list(Staff.objects.at_work().filter(role__in=roles).values_list("pk", flat=True))
