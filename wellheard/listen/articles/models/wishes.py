"""Articles that are missing."""

from typing import Self

from django.db import models

from wellheard.listen.articles.models.articles import Article
from wellheard.listen.desk.addresses import conversation_path
from wellheard.workspace.models import Area, Staff


class WritingWishQuerySet(models.QuerySet["WritingWish"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class WritingWish(models.Model):
    """“No article for this”: something customers ask that nobody explained yet, with where it was asked.

    It is a task for the team of its area, and closes by itself when the article that answers it is published.
    """

    class Outcome(models.TextChoices):
        WRITTEN = "written"
        DROPPED = "dropped"

    title = models.CharField(max_length=200, help_text="What the article should answer")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="wishes")
    source_count = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)

    objects = WritingWishQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="writing_wish_has_title")]
        verbose_name_plural = "writing wishes"

    def __str__(self) -> str:
        return self.title


class WishSource(models.Model):
    """A conversation, or feedback, that would have used the article."""

    wish = models.ForeignKey(WritingWish, on_delete=models.CASCADE, related_name="sources")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    added_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "subject_type", "subject_id"], name="wish_source_once")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"

    @property
    def path(self) -> str:
        """Where a conversation is read; the inbox spans stages and is served by a later one."""
        return conversation_path(self.subject_id)
