"""What was suggested while somebody wrote, and what came of it: the ground of the deflection rate, without who it was."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from wellheard.foundation import clock

# Whoever writes within this long after suggestions was not helped by them.
COMES_BACK_WITHIN = timedelta(days=7)


class ShowingQuerySet(models.QuerySet["Showing"]):
    def settled(self) -> Self:
        """Those of which is known how they ended: the days in which somebody may come back are over."""
        return self.filter(began_at__lt=clock.now() - COMES_BACK_WITHIN)

    def deflected(self) -> Self:
        """Those after which nobody wrote, nor began to write again."""
        return self.filter(sent_at=None, came_back_at=None)


class Showing(models.Model):
    """One time that somebody wrote and saw suggestions. `key` is drawn by chance and kept by their browser or program."""

    class Place(models.TextChoices):
        PORTAL = "portal"
        WIDGET = "widget"
        API = "api"

    key = models.CharField(max_length=32, unique=True)
    place = models.CharField(max_length=8, choices=Place)
    language = models.CharField(max_length=10, blank=True)
    began_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, help_text="“This solved it”")
    voted_at = models.DateTimeField(null=True, help_text="“That is my idea: add my vote”")
    sent_at = models.DateTimeField(null=True, help_text="Sent all the same")
    came_back_at = models.DateTimeField(null=True, help_text="Began to write again within seven days")

    objects = ShowingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="showing_began")]

    def __str__(self) -> str:
        return f"{self.place} {self.began_at:%Y-%m-%d %H:%M}"


class ShownSuggestion(models.Model):
    """One article or idea that stood there, and whether it was opened, solved it, or was voted for."""

    class Kind(models.TextChoices):
        ARTICLE = "article"
        IDEA = "idea"

    showing = models.ForeignKey(Showing, on_delete=models.CASCADE, related_name="suggestions")
    subject_type = models.CharField(max_length=8, choices=Kind)
    subject_id = models.BigIntegerField()
    shown_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True, help_text="It solved it, or was voted for")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["showing", "subject_type", "subject_id"], name="suggested_once")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="suggestions_of"),
            models.Index(fields=["subject_id"], condition=Q(chosen_at__isnull=False), name="suggestions_chosen"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
