"""Who answers a conversation, who follows it, how urgent it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands.errors import ConversationError
from wellheard.listen.conversations.commands.locking import keep, locked_conversation
from wellheard.listen.conversations.models import Conversation, Follower, Mention, ReadMark
from wellheard.workspace.models import Staff, Team

ASSIGNED = names.declare("conversation.assigned", "A conversation was given to somebody, to a team, or to nobody.")
PRIORITISED = names.declare("conversation.prioritised", "A conversation became more or less urgent.")


@transaction.atomic
def assign_conversation(*, conversation_id: int, staff: Staff | None, team: Team | None) -> Conversation:
    """Give a conversation to somebody and to a team, or to nobody. Raises ConversationError for who has left."""
    conversation = locked_conversation(conversation_id)
    if staff is not None and not staff.is_active:
        raise ConversationError(_("%(name)s does not work here any more; choose another.") % {"name": staff.name})
    old = (conversation.assignee_id, conversation.team_id)
    conversation.assignee, conversation.team = staff, team
    if (conversation.assignee_id, conversation.team_id) == old:
        return conversation
    keep(conversation, "assignee", "team")
    ledger.record(
        ASSIGNED, conversation, old_assignee=old[0], old_team=old[1], assignee=conversation.assignee_id, team=conversation.team_id
    )  # fmt: skip
    return conversation


@transaction.atomic
def set_priority(*, conversation_id: int, priority: int) -> Conversation:
    """Say how urgent a conversation is, from 0 (low) to 3 (urgent). Raises ConversationError."""
    if priority not in Conversation.Priority.values:
        raise ConversationError(_("A priority is one of: low, normal, high, urgent."))
    conversation = locked_conversation(conversation_id)
    if (old := conversation.priority) != priority:
        conversation.priority = priority
        keep(conversation, "priority")
        ledger.record(PRIORITISED, conversation, old=old, priority=priority)
    return conversation


@transaction.atomic
def follow_conversation(*, conversation_id: int, staff: Staff) -> None:
    """Tell somebody here of everything new in a conversation."""
    Follower.objects.get_or_create(conversation=locked_conversation(conversation_id), staff=staff)


@transaction.atomic
def unfollow_conversation(*, conversation_id: int, staff: Staff) -> None:
    """Tell somebody no more of what is new in a conversation."""
    Follower.objects.filter(conversation=conversation_id, staff=staff).delete()


@transaction.atomic
def mark_read(*, conversation_id: int, staff: Staff) -> None:
    """Note that somebody has read a conversation to its end; what asked them to look has been seen."""
    # Held first, as by whoever answers: a mark made before would wait for the answer, and the answer for the mark.
    conversation = locked_conversation(conversation_id)
    last = conversation.messages.order_by("-pk").first()
    if last is None:
        return
    now = clock.now()
    ReadMark.objects.update_or_create(
        conversation=conversation, staff=staff, defaults={"message": last, "read_at": now}
    )
    Mention.objects.filter(conversation=conversation, staff=staff, seen_at=None).update(seen_at=now)


@transaction.atomic
def mark_unread(*, conversation_id: int, staff: Staff) -> None:
    """Let a conversation look unread to somebody again."""
    ReadMark.objects.filter(conversation=conversation_id, staff=staff).delete()
