"""What triage notes on feedback, and the steps it took, kept for a while so that they can be taken back."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.workspace.models import Staff

# Waits in triage: nobody filed it, set it aside, split it or put it together with the same words from the same person.
WAITING = Q(filed_at=None, set_aside_at=None, split_at=None, same_as=None)
# A step can be taken back for so long: after a night people have built on it.
UNDO_FOR = timedelta(hours=12)


class AsideReason(models.TextChoices):
    """Why there is nothing to do about something a customer said."""

    THANKS = "thanks", _("Thanks or praise, nothing to do")
    UNCLEAR = "unclear", _("We cannot tell what they mean")
    ELSEWHERE = "elsewhere", _("Already settled with them elsewhere")
    NOT_OURS = "not_ours", _("Not about what we make")
    SPAM = "spam", _("A test, advertising or abuse")


class Triaged(models.Model):
    """The part of feedback that triage writes: who looks at it, and how else than by filing it left the queue."""

    assignee = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    assigned_note = models.CharField(max_length=500, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.CharField(max_length=10, choices=AsideReason, blank=True)
    set_aside_note = models.CharField(max_length=500, blank=True)
    set_aside_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    split_from = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="quotes")
    split_at = models.DateTimeField(null=True, blank=True, help_text="Since when its quotes stand for it")
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeats")

    class Meta:
        abstract = True


class TriageBatch(models.Model):
    """One thing done with many pieces of feedback, in parts that each stand on their own."""

    made_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    order = models.JSONField(help_text="What is done with each: codes and numbers")
    narrowed = models.JSONField(
        default=dict, help_text="The filter whose feedback is meant, when it is not named one by one"
    )
    note = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "triage batches"
        indexes = [models.Index(fields=["made_by", "-made_at"], name="triage_batch_of")]

    def __str__(self) -> str:
        return f"{self.order} for {self.total}"


class TriageStepQuerySet(models.QuerySet["TriageStep"]):
    def latest_of(self, staff: Staff) -> Self:
        """What this person did last and can still take back, newest first."""
        begin = clock.now() - UNDO_FOR
        return self.filter(made_by=staff, undone_at=None, made_at__gte=begin).order_by("-made_at", "-pk")


class TriageStep(models.Model):
    """One step somebody took in triage: how the feedback stood before it and after it, in codes and numbers."""

    kind = models.CharField(max_length=12)
    made_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    batch = models.ForeignKey(TriageBatch, on_delete=models.CASCADE, null=True, related_name="steps")
    before = models.JSONField()
    after = models.JSONField()
    made = models.JSONField(default=dict, help_text="Rows that came with it: an idea, quotes")
    undone_at = models.DateTimeField(null=True)

    objects = TriageStepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["made_by", "-made_at", "-id"], condition=Q(undone_at=None), name="triage_step_of"),
            models.Index(fields=["made_at"], name="triage_step_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.made_by_id}"
