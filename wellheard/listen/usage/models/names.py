"""What can happen in the product, as its clients call it."""

from typing import Self

from django.db import models

from wellheard.workspace.models import Area


class EventNameQuerySet(models.QuerySet["EventName"]):
    def counted(self) -> Self:
        """Those that are not ignored."""
        return self.filter(is_ignored=False)

    def newest_first(self) -> Self:
        return self.order_by("-last_seen_at", "-pk")


class EventName(models.Model):
    """One event the product tells of, and the area that is used where it happens."""

    class Kind(models.TextChoices):
        TRACK = "track"
        PAGE = "page"
        SCREEN = "screen"

    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TRACK)
    name = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_ignored = models.BooleanField(default=False, help_text="Says nothing of use")
    count = models.BigIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    objects = EventNameQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="event_name_once")]
        indexes = [models.Index(fields=["-last_seen_at", "-id"], name="event_name_newest")]

    def __str__(self) -> str:
        return self.name
