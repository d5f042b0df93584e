"""How often each idea was asked for, month by month."""

from django.db import models

from wellheard.decide.models.ideas import Idea


class IdeaMonth(models.Model):
    """How many pieces of standing evidence were said in one month; kept so that a board reads none of them."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="months")
    month = models.DateField(help_text="Its first day, in the installation's zone")
    pieces = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "month"], name="idea_month_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} in {self.month:%Y-%m}: {self.pieces}"
