"""What customers said, as a report quotes it."""

from django.db import models

from wellheard.learn.reports.models.reports import Report
from wellheard.listen.models import Feedback


class Verbatim(models.Model):
    """Words a report quotes, with the name where that was agreed. Frozen, but never against whoever said them.

    When they are erased these go too; when they take back that they may be quoted nobody is shown them any more.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="verbatims")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="Of the person, where they agreed to be named")
    company = models.CharField(max_length=200, blank=True, help_text="Its name, where they agreed to be named")
    trade = models.CharField(max_length=200, blank=True, help_text="What is said of whoever is not named")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "feedback"], name="verbatim_once")]

    def __str__(self) -> str:
        return f"feedback {self.feedback_id} in report {self.report_id}"
