"""What a source's words for reasons mean in ours."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower

from wellheard.workspace.models import Competitor, Reason, Staff


class SaidReasonQuerySet(models.QuerySet["SaidReason"]):
    def undecided(self) -> Self:
        """Words nobody has said the meaning of."""
        return self.filter(decided_at=None)


class SaidReason(models.Model):
    """One word or code by which a source names why a company left, and the reason of ours it means.

    Decided with no reason: it means nothing we could name, such as “unknown”.
    """

    source = models.SlugField(max_length=40, blank=True)
    said = models.CharField(max_length=200)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    competitor = models.ForeignKey(Competitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    first_said_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SaidReasonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", Lower("said"), name="said_reason_once"),
            models.CheckConstraint(condition=~models.Q(said=""), name="said_reason_has_words"),
        ]

    def __str__(self) -> str:
        return self.said
