"""One part of a report, as it was counted."""

from django.db import models

from wellheard.learn.reports.models.reports import Report
from wellheard.workspace.models import Staff
from wellheard.workspace.models.versions import VERSION_HELP


class Section(models.Model):
    """The frozen numbers of one section, what they were made from, and what people wrote beside them."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=20)
    data = models.JSONField(
        default=dict, help_text="Numbers, codes and names; what customers said stands in its own rows"
    )
    made_from = models.CharField(max_length=64, help_text="Hash of what was counted: the same again from the same data")
    commentary = models.TextField(blank=True, help_text="For us")
    public_text = models.TextField(blank=True, help_text="What customers read in their edition")
    edited_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.key} of report {self.report_id}"
