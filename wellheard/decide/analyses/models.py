"""What product managers find out about lost deals, and which losses they look into."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.listen.deals.models import Deal
from wellheard.listen.models import Feedback
from wellheard.workspace.models import VERSION_HELP, Staff, Task


class LossRule(models.Model):
    """Which lost deals a product manager looks into: those of these industries, lost lately. There is one row."""

    industries = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, help_text="Target industries; none: nothing is made"
    )
    working_days = models.PositiveSmallIntegerField(default=5, help_text="Within so many working days it is to be done")
    lost_within_days = models.PositiveSmallIntegerField(
        default=60, help_text="Deals lost longer ago are history: an import of old deals makes no work"
    )
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_loss_rule")]

    def __str__(self) -> str:
        return ", ".join(self.industries)


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def open(self) -> Self:
        return self.filter(state=Analysis.State.OPEN)


class Analysis(models.Model):
    """Somebody looks into one lost deal. It ends with a finding that is evidence for an idea, or with why there is none."""

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        FOUND = "found", _("Ended with a finding")
        NOTHING = "nothing", _("Ended without a finding")
        DROPPED = "dropped", _("Dropped: the deal is not lost any more")

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+")
    finding = models.TextField(blank=True)
    idea = models.ForeignKey(Idea, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    feedback = models.ForeignKey(Feedback, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    why_not = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        constraints = [
            models.CheckConstraint(condition=~Q(state="found") | ~Q(finding=""), name="analysis_found_something"),
            models.CheckConstraint(condition=~Q(state="nothing") | ~Q(why_not=""), name="analysis_says_why_not"),
            models.CheckConstraint(condition=Q(state="open") ^ ~Q(ended_at=None), name="analysis_open_until_ended"),
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(state="open"), name="analysis_open")]

    def __str__(self) -> str:
        return f"analysis of deal {self.deal_id}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class AnalysisStep(models.Model):
    """One thing on the list of an analysis that was done, and what came of it."""

    class Step(models.TextChoices):
        CALL = "call", _("Call the prospect once more, without selling")
        MISSING = "missing", _("Find out what was missing, in their words")
        IDEA = "idea", _("Find the idea it belongs to, or write one")

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=7, choices=Step)
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["analysis", "step"], name="analysis_step_once")]

    def __str__(self) -> str:
        return self.step
