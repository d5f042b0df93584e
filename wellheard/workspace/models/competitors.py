"""Whom we lose to."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower

from wellheard.workspace.models.versions import VERSION_HELP


class CompetitorQuerySet(models.QuerySet["Competitor"]):
    def by_name(self) -> Self:
        return self.order_by(Lower("name"))


class Competitor(models.Model):
    """Another vendor whom customers weigh against us: deals are lost to them and won against them, companies leave for them."""

    name = models.CharField(max_length=120)
    website = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True, help_text="What we know of them, for us")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = CompetitorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="competitor_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="competitor_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CompetitorSpelling(models.Model):
    """What a competitor is called elsewhere: the name of one that was joined into it. Who says so names this one."""

    competitor = models.ForeignKey(Competitor, on_delete=models.CASCADE, related_name="spellings")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="competitor_spelling_once")]

    def __str__(self) -> str:
        return self.name
