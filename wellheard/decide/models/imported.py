"""Where ideas came from."""

from django.db import models

from wellheard.decide.models.ideas import Idea


class ImportedIdea(models.Model):
    """That an idea of another system is this idea of ours; several may be one, where they were merged there."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="origins")
    origin = models.CharField(max_length=60)
    origin_key = models.CharField(max_length=200)
    url = models.CharField(max_length=2000, blank=True, help_text="Its address there, which leads on to ours")
    votes_there = models.PositiveIntegerField(default=0)
    unattributed_count = models.PositiveIntegerField(
        default=0, help_text="Votes it had there of people the file does not name; a number only"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "origin_key"], name="imported_idea_once")]

    def __str__(self) -> str:
        return f"{self.origin} {self.origin_key}"
