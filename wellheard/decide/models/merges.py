"""That two ideas turned out to be one."""

from typing import Self

from django.db import models
from django.db.models import Q

from wellheard.decide.models.ideas import Idea
from wellheard.workspace.models import Staff


class IdeaMergeQuerySet(models.QuerySet["IdeaMerge"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class IdeaMerge(models.Model):
    """One idea became part of another; `moved` holds the keys and former values of every row that went, for the way back."""

    source = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="merges_away")
    target = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="merges_in")
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = IdeaMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="idea_merged_once"),
        ]
        indexes = [models.Index(fields=["target", "-merged_at"], name="merge_of_target")]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.target_id}"
