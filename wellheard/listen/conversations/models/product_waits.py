"""What of our own work a conversation waits for."""

from typing import Self

from django.db import models
from django.db.models import Q

from wellheard.listen.conversations.models.conversations import Conversation


class ProductWaitQuerySet(models.QuerySet["ProductWait"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def untold(self) -> Self:
        """Ended, and the customer does not know yet."""
        return self.exclude(ended_at=None).filter(told_at=None)


class ProductWait(models.Model):
    """That a conversation waits for an idea to be decided or built, or for work in a tracker to end.

    `subject_type` and `subject_id` name it as facts do; the outcome says how it ended.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="product_waits")
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the customer was told how it ended")

    objects = ProductWaitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "subject_type", "subject_id"], name="waits_once")
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], condition=Q(ended_at=None), name="waits_for_subject")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} for {self.subject_type} {self.subject_id}"
