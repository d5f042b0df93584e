"""Endpoints of webhooks, what they are sent, and how each try ended."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.foundation import clock
from wellheard.workspace.models import Staff

# After so long without one success it is switched off.
MOST_FAILING = timedelta(days=5)


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def at_work(self) -> Self:
        """Those that are sent what happens."""
        return self.filter(switched_off_at=None)


class Endpoint(models.Model):
    """An address of an outside system that hears of facts. Its secret is sealed; it is shown once."""

    url = models.CharField(max_length=2000)
    fact_names = ArrayField(
        models.CharField(max_length=60), default=list, help_text="What it hears of; empty: everything"
    )
    secret_sealed = models.TextField()
    old_secret_sealed = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True, help_text="Until then both secrets sign")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, help_text="Since when every try has failed")
    slow_since = models.DateTimeField(null=True, help_text="Since when its answers have taken long")
    switched_off_at = models.DateTimeField(null=True)

    objects = EndpointQuerySet.as_manager()

    def __str__(self) -> str:
        return self.url

    @property
    def off_at(self) -> datetime | None:
        """When it is switched off unless a message arrives before."""
        return self.failing_since + MOST_FAILING if self.failing_since else None

    @property
    def both_sign_until(self) -> datetime | None:
        """Until when the old secret signs too; None when only the new one does."""
        return self.old_secret_until if self.old_secret_until and self.old_secret_until > clock.now() else None

    @property
    def waits_apart(self) -> bool:
        """Whether others must not wait for it: it fails, or takes long."""
        return self.failing_since is not None or self.slow_since is not None


class Delivery(models.Model):
    """One message for one endpoint. Its id stays the same however often it is sent, so that the receiver can tell a repeat."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=60, unique=True)
    type = models.CharField(max_length=60)
    fact_id = models.BigIntegerField(null=True)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="delivery_newest"),
            models.Index(fields=["made_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} for {self.endpoint_id}"


class Attempt(models.Model):
    """One try to deliver a message: what the other side answered, or why there was no answer."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    tried_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    excerpt = models.TextField(blank=True, help_text="The beginning of the answer, or the reason")

    def __str__(self) -> str:
        return f"{self.status} for {self.delivery_id}"
