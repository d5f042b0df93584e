"""What left its usual: one row for an incident from its beginning to its end, and how much of it the owner wants to hear."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models.versions import VERSION_HELP


class SpikeQuerySet(models.QuerySet["Spike"]):
    def going_on(self) -> Self:
        """Those that are not over, whether or not somebody expected them."""
        return self.exclude(state=Spike.State.CLOSED)

    def newest_first(self) -> Self:
        return self.order_by("-began_at", "-pk")


class Spike(models.Model):
    """Far more than usual was said about something. It opens once, grows, and closes itself when it is over.

    What it is about stands as ids, none for whichever: an area, a category, both, of one tier of companies or of all. The
    numbers are those of the last look at 24 hours while it was unusual.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Unusual")
        EXPECTED = "expected", _("Expected")
        CLOSED = "closed", _("Over")

    subject = models.CharField(max_length=70, help_text="What it is about, as one code")
    area_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField(null=True)
    tier_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it was last found unusual")
    grew_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(help_text="In the 24 hours before it was last found unusual")
    highest_count = models.PositiveIntegerField()
    grown_from = models.PositiveIntegerField(help_text="The count when it was last said to have grown")
    company_count = models.PositiveIntegerField()
    expected = models.FloatField()
    expected_low = models.PositiveIntegerField()
    expected_high = models.PositiveIntegerField()
    chance = models.FloatField(help_text="How likely so many are when nothing is unusual")
    mrr_minor = models.BigIntegerField(help_text="What the companies paid a month when it began")
    examples = models.JSONField(default=list, help_text="Kind and id of some things that were said when it began")
    told_at = models.DateTimeField(null=True)
    muted_at = models.DateTimeField(null=True)
    quiet_until = models.DateTimeField(null=True, help_text="Until then nothing new is opened about the same")

    objects = SpikeQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two looks at once must not open two.
            models.UniqueConstraint(fields=["subject"], condition=~Q(state="closed"), name="spike_open_once")
        ]
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="spike_newest"),
            models.Index(fields=["subject", "-began_at"], name="spike_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.count} instead of {self.expected:.1f}"

    @property
    def ratio(self) -> float:
        """How many times the usual it is; what is usual of a rare thing counts as a quarter at least."""
        return self.count / max(self.expected, 0.25)

    @property
    def is_over(self) -> bool:
        return self.state == self.State.CLOSED


class Watch(models.Model):
    """How many false alarms a week the owner puts up with: more find smaller spikes. One row at most."""

    USUAL_ALERTS = 2.0

    alerts_a_week = models.FloatField(default=USUAL_ALERTS)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.CheckConstraint(
                condition=Q(alerts_a_week__gt=0, alerts_a_week__lte=7), name="watch_alerts_in_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alerts_a_week:g} a week"
