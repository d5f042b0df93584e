"""That a customer was told by ourselves that their message arrived."""

from django.db import models

from wellheard.listen.conversations.models import Conversation, Message


class AutoReply(models.Model):
    """The one confirmation of a conversation."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.conversation_id}"
