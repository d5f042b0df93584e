"""How the team meets, and what it rates ideas by."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models.versions import VERSION_HELP


class Cycle(models.Model):
    """How often the team meets, for how long, and what holds for every meeting unless it says otherwise. One row at most."""

    days = models.PositiveSmallIntegerField(default=14, help_text="From one meeting to the next")
    minutes = models.PositiveSmallIntegerField(default=45)
    rating_hours = models.PositiveSmallIntegerField(
        default=24, help_text="So long before the meeting the ratings close"
    )
    quorum = models.PositiveSmallIntegerField(default=3, help_text="So many departments must be there to decide")
    capacity_weeks = models.PositiveSmallIntegerField(
        default=16, help_text="Weeks of work there is room for in a cycle"
    )
    plans_next = models.BooleanField(default=True, help_text="Whether the next meeting is planned as one ends")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, minutes__gte=5, quorum__gte=1), name="review_cycle_in_reason"
            )
        ]

    def __str__(self) -> str:
        return f"every {self.days} days"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def standing(self) -> Self:
        return self.filter(retired_at=None)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Criterion(models.Model):
    """One question every idea is rated by, and the departments that may answer it.

    A rating of weeks is a guess with doubt: low, likely, high. Who does not do the work does not rate the effort.
    """

    class Kind(models.TextChoices):
        SCALE = "scale", _("One to five")
        WEEKS = "weeks", _("Weeks of work: low, likely, high")

    key = models.SlugField(max_length=40, unique=True, help_text="Stands in ratings for ever; never renamed")
    question = models.CharField(max_length=120)
    low = models.CharField(max_length=40, blank=True, help_text="What one means")
    high = models.CharField(max_length=40, blank=True, help_text="What five means")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SCALE)
    departments = models.JSONField(default=list, help_text="Codes of the departments that may rate it")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [models.CheckConstraint(condition=~Q(question=""), name="criterion_has_question")]

    def __str__(self) -> str:
        return self.question
