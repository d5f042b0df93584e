"""What the stages and the reasons of a CRM mean here: noted when they are first heard, decided by a person, once."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from wellheard.listen.deals.models.deals import Deal
from wellheard.workspace.models import Competitor, Reason, Staff


class StageMeaningQuerySet(models.QuerySet["StageMeaning"]):
    def undecided(self) -> Self:
        return self.filter(outcome="")

    def in_order(self) -> Self:
        """What is to be decided first; then by source and pipeline."""
        return self.order_by(
            models.Case(models.When(outcome="", then=0), default=1), "source", "pipeline", "name", "pk"
        )


class StageMeaning(models.Model):
    """How a deal in this stage of this pipeline ended, or that it is still open; without an outcome nobody decided yet."""

    source = models.SlugField(max_length=40)
    pipeline = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=100)
    name = models.CharField(max_length=100, help_text="What people call the stage")
    outcome = models.CharField(max_length=16, choices=Deal.Outcome, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField()

    objects = StageMeaningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "pipeline", "stage"], name="stage_meaning_once"),
            models.CheckConstraint(condition=~Q(stage=""), name="stage_meaning_has_stage"),
        ]

    def __str__(self) -> str:
        return self.name


class ReasonMeaningQuerySet(models.QuerySet["ReasonMeaning"]):
    def undecided(self) -> Self:
        return self.filter(decided_at=None)

    def in_order(self) -> Self:
        """What is to be decided first; then by source."""
        return self.order_by(
            models.Case(models.When(decided_at=None, then=0), default=1), "source", Lower("said"), "pk"
        )


class ReasonMeaning(models.Model):
    """Which of our reasons, and which competitor, a source means by these words; decided as neither, they say nothing."""

    source = models.SlugField(max_length=40)
    said = models.CharField(max_length=120)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField()

    objects = ReasonMeaningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", Lower("said"), name="reason_meaning_once"),
            models.CheckConstraint(condition=~Q(said=""), name="reason_meaning_has_words"),
        ]

    def __str__(self) -> str:
        return self.said
