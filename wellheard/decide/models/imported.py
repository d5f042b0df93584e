"""Where ideas came from."""

from urllib.parse import urlsplit

from django.db import models

from wellheard.decide.models.ideas import Idea


class ImportedIdea(models.Model):
    """That an idea of another system is this idea of ours; several may be one, where they were merged there."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="origins")
    origin = models.CharField(max_length=60)
    origin_key = models.CharField(max_length=200)
    url = models.CharField(max_length=2000, blank=True, help_text="Its address there, which leads on to ours")
    path = models.CharField(max_length=500, blank=True, help_text="The path of that address, by which it is found")
    votes_there = models.PositiveIntegerField(default=0)
    unattributed_count = models.PositiveIntegerField(
        default=0, help_text="Votes it had there of people the file does not name; a number only"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "origin_key"], name="imported_idea_once")]
        indexes = [models.Index(fields=["path"], name="imported_idea_path", condition=~models.Q(path=""))]

    def __str__(self) -> str:
        return f"{self.origin} {self.origin_key}"

    @staticmethod
    def path_of(url: str) -> str:
        """Return what of an address leads to the idea whatever host name it is asked under; empty for a bare host."""
        return urlsplit(url).path.rstrip("/")[:500]
