"""When somebody did not need an idea any more, and when they needed it again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models.evidence import Evidence
from wellheard.workspace.models import Staff


class EvidenceTurn(models.Model):
    """One word on whether a need stands. A later one never replaces it: who changes their mind twice has said three things."""

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Does not need it any more")
        REAFFIRMED = "reaffirmed", _("Still needs it")

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True)
    said_by = models.CharField(max_length=8, choices=Evidence.SetBy, help_text="The customer, or one of us")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["evidence", "-happened_at"], name="turn_newest")]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.kind}"
