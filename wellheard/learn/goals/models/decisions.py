"""Decisions that were made for a key result."""

from django.db import models

from wellheard.decide.models import Decision
from wellheard.learn.goals.models.results import KeyResult


class KeyResultDecision(models.Model):
    """A decision that was made to move a key result, as whoever decided said; its idea need not be one that is to move it."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="decisions")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_result", "decision"], name="key_result_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.decision_id}"
