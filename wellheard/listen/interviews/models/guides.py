"""What we ask in a talk."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower

from wellheard.workspace.models import VERSION_HELP, Staff


class GuideQuerySet(models.QuerySet["Guide"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None).order_by(Lower("name"), "pk")


class Guide(models.Model):
    """Questions to ask in a talk, one a line. They stand beside the notes; nobody has to ask all of them."""

    name = models.CharField(max_length=80)
    questions = models.TextField(help_text="One a line")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="Not offered any more; talks keep it")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = GuideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=models.Q(retired_at=None), name="guide_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> list[str]:
        """Return the questions, each without the spaces around it."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()]
