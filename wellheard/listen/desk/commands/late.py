"""Note that a customer waits longer than we promised; whom it concerns is told by the fact."""

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.models import Escalation
from wellheard.listen.desk.queries.late import has_reached, overdue

OVERDUE = names.declare(
    "conversation.overdue",
    "A customer waits longer than we promised: step 1 at the promised moment, 2 and 3 when it was forgotten after that.",
)


@transaction.atomic
def escalate(*, conversation_id: int, step: int) -> Escalation | None:
    """Note once that a wait has reached a step; nothing where it was answered meanwhile, or somebody was told already."""
    wanted = Escalation.Step(step)
    held = Conversation.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=overdue().filter(pk=conversation_id)
    )
    conversation = held.first()
    if conversation is None or conversation.waiting_since is None or not has_reached(conversation, wanted):
        return None
    escalation, is_new = Escalation.objects.get_or_create(
        conversation=conversation,
        waiting_since=conversation.waiting_since,
        step=wanted,
        defaults={"made_at": clock.now()},
    )
    if is_new:
        ledger.record(OVERDUE, conversation, step=wanted.value, assignee=conversation.assignee_id)
    return escalation if is_new else None
