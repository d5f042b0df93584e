"""Periodic work: what was put off comes back at its time; replies go out at theirs; what was only begun is forgotten."""

import logging

from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.models import Conversation, Message

logger = logging.getLogger("wellheard.conversations")
AT_ONCE = 1_000


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="send_due_replies", pass_context=False)
def send_due_replies(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Send what should have gone out and did not: a reply that was to go later, or one whose job was lost."""
    due = Message.objects.filter(state=Message.State.SCHEDULED, send_at__lte=clock.now())
    for message_id in due.order_by("send_at").values_list("pk", flat=True)[:AT_ONCE]:
        commands.send_reply(message_id=message_id)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="wake_conversations", pass_context=False)
def wake_conversations(timestamp: int) -> None:  # noqa: ARG001
    """Open the conversations again whose time has come."""
    due = Conversation.objects.filter(
        merged_into=None, state=Conversation.State.SNOOZED, snoozed_until__lte=clock.now()
    )
    for conversation_id in due.order_by("snoozed_until").values_list("pk", flat=True)[:AT_ONCE]:
        commands.wake_conversation(conversation_id=conversation_id)


@app.periodic(cron="20 4 * * *")
@app.task(queue="upkeep", queueing_lock="forget_drafts", pass_context=False)
def forget_drafts(timestamp: int) -> None:  # noqa: ARG001
    """Delete what was begun a month ago and never sent, with the files that were to go along."""
    while commands.forget_drafts():
        pass
