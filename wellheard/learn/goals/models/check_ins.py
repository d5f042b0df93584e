"""How a key result stood on a day, and how sure somebody was to reach it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wellheard.learn.goals.models.results import KeyResult
from wellheard.workspace.models import Staff


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def said(self) -> Self:
        """What a person said; the rest was noted by itself."""
        return self.exclude(confidence="")

    def latest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class CheckIn(models.Model):
    """The value of a key result as it stood then. It is kept as it was: figures that change later change nothing here.

    Without a confidence it was noted by itself, once a week. Without a value nobody could say: “not yet”, or no case.
    """

    class Confidence(models.TextChoices):
        ON_TRACK = "on_track", _("On track")
        AT_RISK = "at_risk", pgettext_lazy("a goal", "At risk")
        OFF_TRACK = "off_track", _("Off track")

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="check_ins")
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True, help_text="Between low and high the true value lay, 19 times in 20")
    high = models.FloatField(null=True, blank=True)
    cases = models.PositiveIntegerField(null=True, blank=True, help_text="Of how many cases it was read")
    confidence = models.CharField(max_length=9, choices=Confidence, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    week = models.DateField(null=True, blank=True, help_text="The Monday of the week, where it was noted by itself")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_result", "week"], condition=Q(week__isnull=False), name="check_in_noted_once_a_week"
            ),
            models.CheckConstraint(
                condition=Q(confidence="", week__isnull=False) | (~Q(confidence="") & Q(week=None)),
                name="check_in_said_or_noted",
            ),
        ]
        indexes = [models.Index(fields=["key_result", "-at", "-id"], name="check_in_latest")]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.value}"
