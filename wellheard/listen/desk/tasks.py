"""Periodic work of the desk: customers who wait longer than promised."""

from procrastinate.contrib.django import app

from wellheard.listen.desk.commands.dealing import deal_conversation
from wellheard.listen.desk.commands.late import escalate
from wellheard.listen.desk.models import Escalation
from wellheard.listen.desk.queries.dealing import to_deal
from wellheard.listen.desk.queries.late import to_escalate


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="note_overdue_conversations", pass_context=False)
def note_overdue_conversations(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Note which customers wait longer than promised, each once for every step; the widest first, so that one step is told."""
    for step in reversed(Escalation.Step):
        for conversation_id in to_escalate(step):
            escalate(conversation_id=conversation_id, step=step)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="deal_conversations", pass_context=False)
def deal_conversations(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Deal what waits in a team's queue: somebody may be back, or have room again."""
    for conversation_id in to_deal():
        deal_conversation(conversation_id=conversation_id)
