"""The jobs by which one reply goes out at its moment, and by mail too where nobody read it in the product."""

from procrastinate.contrib.django import app

from wellheard.foundation.facts.failures import UntilDone
from wellheard.listen.conversations import commands


@app.task(name="conversations.send_reply", queue="reactions", retry=UntilDone())
def send_reply(message_id: int) -> None:
    """Let one reply go out when its moment has come."""
    commands.send_reply(message_id=message_id)


@app.task(name="conversations.mail_unseen_replies", queue="reactions", retry=UntilDone())
def mail_unseen_replies(conversation_id: int, message_id: int) -> None:
    """Mail one reply whose customer is away."""
    commands.mail_unseen_replies(conversation_id=conversation_id, message_id=message_id)
