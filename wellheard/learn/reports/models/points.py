"""What a report found, and what it wants decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.learn.reports.models.reports import Report
from wellheard.workspace.models import Staff
from wellheard.workspace.models.versions import VERSION_HELP

MOST_POINTS = 3


class Point(models.Model):
    """One finding, or one decision wanted: proposed from the numbers, and put in words by people where they have better ones."""

    class Kind(models.TextChoices):
        FINDING = "finding", _("Finding")
        DECISION = "decision", _("Decision wanted")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8, choices=Kind)
    position = models.PositiveSmallIntegerField(help_text="From 1")
    proposal = models.JSONField(default=dict, help_text="A code and the numbers it speaks of; empty: nothing stood out")
    words = models.TextField(blank=True, help_text="What people wrote in its place")
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True, help_text="Until when it is wanted")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "position"], name="point_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=MOST_POINTS), name="point_of_three"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position} of report {self.report_id}"
