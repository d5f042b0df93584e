"""Who hears of figures and goals by mail, and how often."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Staff


class DigestChoice(models.Model):
    """That a colleague wishes a digest of figures and goals; without a row they get none.

    `done_until` is the first day of the period after the last one they were written to about, or for which there was nothing new.
    """

    class Rhythm(models.TextChoices):
        OFF = "off", _("Not by mail")
        WEEKLY = "weekly", _("Once a week")
        MONTHLY = "monthly", _("Once a month")

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=7, choices=Rhythm, default=Rhythm.OFF)
    done_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.rhythm}"
