"""What somebody who left looked after, and to whom it went."""

from django.db import models

from wellheard.workspace.models.staff import Staff


class HandedOn(models.Model):
    """That what one colleague looked after went to another. `moved` holds the ids of each part, to give them back."""

    giver = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    taker = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "handed on"
        indexes = [models.Index(fields=["giver"], condition=models.Q(given_back_at=None), name="handed_on_standing")]

    def __str__(self) -> str:
        return f"{self.giver_id} to {self.taker_id}"

    @property
    def counts(self) -> dict[str, int]:
        """Of which parts how many went over."""
        return {name: len(ids) for name, ids in self.moved.items()}
