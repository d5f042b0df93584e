"""Numbers that are counted now and then, where counting them for each reader would take too long."""

from django.db import models


class Snapshot(models.Model):
    """What one question came to at a moment. Only large installations keep any; others count whenever somebody looks."""

    key = models.CharField(max_length=120, unique=True, help_text="What was asked: which numbers, of which days")
    taken_at = models.DateTimeField()
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.key} at {self.taken_at:%Y-%m-%d %H:%M}"
