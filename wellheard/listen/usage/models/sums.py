"""What of the lake pages need: sums by day, who was last seen when, and the latest events. No page reads the lake.

Two rows may say the same: when two companies or people become one, the rows of both count together.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from wellheard.customers.models import Company, Contact
from wellheard.listen.usage.models.names import EventName


class DailyUse(models.Model):
    """How often one event happened on one day, for one person of one company."""

    day = models.DateField(help_text="By the installation's clock")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    known_as = models.CharField(
        max_length=332, blank=True, help_text="device:… or external:… of somebody we do not know yet"
    )
    event = models.ForeignKey(EventName, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["company", "event", "day"], name="use_of_company"),
            models.Index(fields=["contact", "event", "day"], name="use_of_contact"),
            models.Index(fields=["known_as", "day"], condition=~Q(known_as=""), name="use_of_unknown"),
            models.Index(fields=["event", "day"], name="use_of_event"),
            models.Index(
                "day", "event", Coalesce("company", 0), Coalesce("contact", 0), "known_as", name="use_to_count_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"


class CompanySeen(models.Model):
    """When anybody of a company last did something in the product."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="company_seen_at")]

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"


class ContactSeen(models.Model):
    """When a person last did something in the product."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="contact_seen_at")]

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"


class RecentEvent(models.Model):
    """One of the latest events of a company or a person: what their page shows."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    event = models.ForeignKey(EventName, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["company", "-said_at", "-id"], name="recent_of_company"),
            models.Index(fields=["contact", "-said_at"], name="recent_of_contact"),
            models.Index(fields=["said_at"], name="recent_said_at"),
        ]

    def __str__(self) -> str:
        return f"{self.said_at:%Y-%m-%d %H:%M}"


class DeviceTraits(models.Model):
    """What a browser says of who uses it. Nothing vouches for it: it is shown as claimed, and decides nothing."""

    device = models.CharField(max_length=320, unique=True)
    traits = models.JSONField(default=dict)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "traits of devices"
        indexes = [models.Index(fields=["said_at"], name="device_traits_said_at")]

    def __str__(self) -> str:
        return self.device
