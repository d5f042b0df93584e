"""What went live."""

from typing import Self

from django.db import models
from django.db.models import Q

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.listen.surveys.models import Survey
from wellheard.workspace.models import Product, Staff


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def newest_first(self) -> Self:
        return self.order_by(models.F("published_at").desc(nulls_first=True), "-pk")


class Release(models.Model):
    """What went live: notes in customers' words and the ideas it ships. A draft until it is published."""

    title = models.CharField(max_length=200)
    version_name = models.CharField(max_length=40, blank=True)
    notes = models.TextField(help_text="What customers read, Markdown without HTML")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.CharField(
        max_length=200, blank=True, help_text="The usage event that says somebody uses what is new"
    )
    ideas = models.ManyToManyField(Idea, through="ReleasedIdea", related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="release_has_title")]
        indexes = [models.Index(fields=["-published_at", "-id"], name="release_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class ReleasedIdea(models.Model):
    """An idea that a release ships."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="shipments")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "idea"], name="released_idea_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} in {self.release_id}"


class ReleaseThanks(models.Model):
    """That a release thanks those who answered a survey and agreed to it: read anew each time, as they may take it back."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="thanks")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "release thanks"
        constraints = [models.UniqueConstraint(fields=["release", "survey"], name="release_thanks_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} in {self.release_id}"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def subscribed(self) -> Self:
        return self.filter(stopped_at=None)


class Subscriber(models.Model):
    """A contact who wants one mail per release. Who stopped stays as a row with its date."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects = SubscriberQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.contact_id} since {self.since:%Y-%m-%d}"


class ReleaseTranslation(models.Model):
    """What customers read of a release, written by staff in one more language."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    notes = models.TextField()
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "language"], name="release_translated_once"),
            models.CheckConstraint(condition=~Q(notes=""), name="release_translation_has_notes"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} in {self.language}"
