"""Somebody opened the cancellation form: what they said there, and whether they stayed or left."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.listen.departures.models.departures import Departure
from wellheard.workspace.models import Competitor, Reason, Staff
from wellheard.workspace.models.versions import VERSION_HELP


class CancellationPage(models.Model):
    """The one row of what holds for the whole form: whether it is there, and where it may hand people back to."""

    return_origins = ArrayField(
        models.CharField(max_length=255),
        default=list,
        blank=True,
        help_text="Sites of ours people may be handed back to, such as https://app.example.com",
    )
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="cancellation_page_once")]

    def __str__(self) -> str:
        return "Cancellation form"


class CancellationQuerySet(models.QuerySet["Cancellation"]):
    def undecided(self) -> Self:
        return self.filter(outcome=Cancellation.Outcome.OPEN)


class Cancellation(models.Model):
    """One visit to the cancellation form by a contact of a company, opened by a signed link that serves once."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Not decided")
        LEFT = "left", _("Left")
        STAYED = "stayed", _("Stayed")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True, help_text="Of the link that opened it")
    seed = models.BigIntegerField(help_text="From which the reasons are shuffled for this visit")
    return_url = models.CharField(max_length=2000, blank=True)
    invited_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(blank=True)
    missing = models.CharField(max_length=300, blank=True, help_text="The function they looked for, in their words")
    idea_id = models.BigIntegerField(null=True, blank=True, help_text="The idea they chose as what they miss")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered = models.CharField(max_length=9, blank=True, help_text="What kind of offer they were shown")
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True, default=Outcome.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Two of one company may both cancel: they left once.
    departure = models.ForeignKey(Departure, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CancellationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="cancellation_decided_when",
            )
        ]
        indexes = [models.Index(fields=["company", "-begun_at"], name="cancellation_of_company")]

    def __str__(self) -> str:
        return f"Cancellation {self.pk} of {self.company_id}"
