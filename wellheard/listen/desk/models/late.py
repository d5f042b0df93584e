"""Who was told that a customer waits longer than we promised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.listen.conversations.models import Conversation


class Escalation(models.Model):
    """That colleagues were told of one wait of one customer, once for each step: first its own people, then wider."""

    class Step(models.IntegerChoices):
        OVERDUE = 1, _("Whoever has it, or else its team")
        FORGOTTEN = 2, _("The whole team")
        LOST = 3, _("The whole team, and every admin")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    waiting_since = models.DateTimeField(help_text="Which wait of this customer it is about")
    step = models.PositiveSmallIntegerField(choices=Step)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "waiting_since", "step"], name="escalated_once")]

    def __str__(self) -> str:
        return f"{self.conversation_id}: step {self.step}"
