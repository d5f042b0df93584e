"""How far the owner has come in setting Wellheard up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models.staff import Staff


class SetUpStep(models.Model):
    """A step of setting up that somebody did, passed over, or does not want to see any more. One row per step."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Passed over")

    key = models.SlugField(max_length=20, unique=True)
    outcome = models.CharField(max_length=7, choices=Outcome)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"
