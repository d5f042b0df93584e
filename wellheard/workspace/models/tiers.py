"""What we promise to which companies."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models.versions import VERSION_HELP


class TierQuerySet(models.QuerySet["Tier"]):
    def in_order(self) -> Self:
        return self.order_by("position", "name")


class Tier(models.Model):
    """A promise to a class of companies: who answers them, how fast, and how often somebody calls."""

    class Touch(models.TextChoices):
        HIGH = "high", _("High-touch: their owner speaks to them first")
        SELF_SERVICE = "self", _("Self-service: answers go out by themselves")

    name = models.CharField(max_length=80, unique=True)
    touch = models.CharField(max_length=4, choices=Touch, default=Touch.SELF_SERVICE)
    answer_within_hours = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Business hours")
    first_answer_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="Business minutes in which a conversation is answered first"
    )
    next_answer_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="Business minutes in which what they write later is answered"
    )
    call_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = TierQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_high_touch(self) -> bool:
        return self.touch == self.Touch.HIGH
