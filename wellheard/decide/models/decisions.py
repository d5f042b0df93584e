"""What was decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models.ideas import Idea
from wellheard.workspace.models import Staff


class Decision(models.Model):
    """What we decided about an idea, why, and what customers read."""

    class Outcome(models.TextChoices):
        YES = "yes", _("Yes, planned")
        NOT_NOW = "not_now", _("Not now")
        ALREADY_POSSIBLE = "already_possible", _("Already there")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.TextField(help_text="For us")
    public_reason = models.TextField(help_text="What customers read")
    revisit_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["idea", "-decided_at"], name="decision_newest")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason")]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.idea_id}"


class DecisionTranslation(models.Model):
    """What customers read of a decision, written by staff in one more language."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    public_reason = models.TextField()
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "language"], name="decision_translated_once"),
            models.CheckConstraint(condition=~Q(public_reason=""), name="decision_translation_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} in {self.language}"
