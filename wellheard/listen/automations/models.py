"""Automations, how they were before, and what each did and why."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.models import Staff
from wellheard.workspace.models.versions import VERSION_HELP


class AutomationQuerySet(models.QuerySet["Automation"]):
    def at_work(self) -> Self:
        return self.exclude(switched_on_at=None)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Automation(models.Model):
    """When something happens (`when`, a fact), if all `conditions` hold, then the steps of `does` are taken."""

    class Off(models.TextChoices):
        PERSON = "person", _("Somebody switched it off")
        FLOOD = "flood", _("It acted far more often than anybody could have meant")
        FAILING = "failing", _("It failed time after time")

    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    when = models.CharField(max_length=60, help_text="The name of a fact")
    conditions = models.JSONField(default=dict, blank=True)
    does = models.JSONField(default=dict)
    switched_on_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it does nothing")
    off_reason = models.CharField(max_length=7, choices=Off, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = AutomationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["when"], condition=~models.Q(switched_on_at=None), name="automation_at_work"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return self.switched_on_at is not None


class AutomationVersion(models.Model):
    """What an automation was from one edit to the next."""

    automation = models.ForeignKey(Automation, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    when = models.CharField(max_length=60)
    conditions = models.JSONField(default=dict)
    does = models.JSONField(default=dict)
    saved_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["automation", "version"], name="automation_version_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"


class Firing(models.Model):
    """That an automation acted because of a fact, or would have: at most once for each fact."""

    class Outcome(models.TextChoices):
        FIRED = "fired", _("Done")
        REFUSED = "refused", _("It could not be done")
        HELD = "held", _("Held back: it acted here too often")

    automation = models.ForeignKey(Automation, on_delete=models.CASCADE, related_name="firings")
    version = models.PositiveIntegerField()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    fact_id = models.BigIntegerField(help_text="What it reacted to")
    depth = models.PositiveSmallIntegerField(default=0, help_text="1 when another automation caused that fact")
    outcome = models.CharField(max_length=7, choices=Outcome)
    problem = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["automation", "fact_id"], name="fired_once")]
        indexes = [
            models.Index(fields=["automation", "-happened_at"], name="firing_newest"),
            models.Index(fields=["conversation", "automation", "-happened_at"], name="firing_in_conversation"),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id} in {self.conversation_id}"


class Consequence(models.Model):
    """That a fact was caused by an automation."""

    firing = models.ForeignKey(Firing, on_delete=models.CASCADE, related_name="consequences")
    fact_id = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.fact_id} by {self.firing_id}"
