"""What the meeting decided about one idea."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Decision
from wellheard.decide.reviews.models.items import ReviewItem
from wellheard.workspace.models import Staff


class Verdict(models.Model):
    """What the meeting decided about one idea, once. Where customers are to be answered, a Decision stands behind it."""

    class Outcome(models.TextChoices):
        ACCEPT = "accept", _("Yes")
        DEFER = "defer", _("Later")
        NOT_NOW = "not_now", _("Not now")
        NEED_EVIDENCE = "need_evidence", _("Ask customers first")

    # What customers hear of.
    TOLD = (Outcome.ACCEPT, Outcome.NOT_NOW)

    item = models.OneToOneField(ReviewItem, on_delete=models.CASCADE, related_name="verdict")
    outcome = models.CharField(max_length=13, choices=Outcome)
    reason = models.TextField(help_text="For us")
    public_reason = models.TextField(blank=True, help_text="What customers read")
    defer_until = models.DateField(null=True)
    question = models.TextField(blank=True, help_text="What has to be known first")
    owner = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Who finds the evidence"
    )
    found = models.TextField(blank=True, help_text="What whoever asked customers found out")
    override_reason = models.TextField(blank=True, help_text="Why it was decided against what the ratings say")
    dissent = models.TextField(blank=True, help_text="Who saw it otherwise, and why")
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_has_reason"),
            models.CheckConstraint(
                condition=~Q(outcome="defer") | Q(defer_until__isnull=False), name="verdict_deferred_until"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="need_evidence") | ~Q(question=""), name="verdict_asks_a_question"
            ),
        ]
        indexes = [models.Index(fields=["defer_until"], name="verdict_deferred", condition=Q(outcome="defer"))]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.item_id}"

    @property
    def is_override(self) -> bool:
        """Whether it was decided against what the ratings say."""
        return bool(self.override_reason)
