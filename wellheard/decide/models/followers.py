"""Who wants to hear about an idea."""

from typing import Self

from django.db import models

from wellheard.customers.models import Contact
from wellheard.decide.models.ideas import Idea


class FollowerQuerySet(models.QuerySet["Follower"]):
    def following(self) -> Self:
        return self.filter(stopped_at=None)

    def stopped(self) -> Self:
        return self.exclude(stopped_at=None)


class Follower(models.Model):
    """A contact who wants to hear about an idea. Who stopped stays as a row, so that nothing starts writing to them again."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="followers")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "contact"], name="follower_once")]
        indexes = [models.Index(fields=["contact", "-since"], name="follower_of_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id} follows {self.idea_id}"
