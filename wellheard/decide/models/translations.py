"""Ideas in other languages."""

from django.db import models
from django.db.models import Q

from wellheard.decide.models.ideas import Idea


class IdeaTranslation(models.Model):
    """The public texts of an idea in another language; an empty text falls back to the original."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    public_text = models.TextField(blank=True)
    workaround = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "language"], name="translation_once"),
            models.CheckConstraint(condition=~Q(title=""), name="translation_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
