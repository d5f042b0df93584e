"""Who was asked what and when, so that nobody is asked too much: also on another device and in a private window."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.listen.surveys.models.surveys import Survey
from wellheard.workspace.models import VERSION_HELP, Staff


class FatigueRules(models.Model):
    """How much asking is too much. There is one row."""

    contact_days = models.PositiveSmallIntegerField(default=14, help_text="One person is asked once in so many days")
    nps_days = models.PositiveSmallIntegerField(
        default=90, help_text="One person is asked for NPS once in so many days"
    )
    company_days = models.PositiveSmallIntegerField(default=30)
    company_most = models.PositiveSmallIntegerField(
        default=2, help_text="People of one company asked in so many days; a tenth of its seats where that is more"
    )
    global_hours = models.PositiveSmallIntegerField(
        default=24, help_text="Between any two questions to one person, whatever they are about"
    )
    first_days = models.PositiveSmallIntegerField(default=7, help_text="Nobody is asked in their first days")
    stop_after = models.PositiveSmallIntegerField(
        default=3, help_text="Who left so many in a row unanswered is not asked any more"
    )
    urgent_hours = models.PositiveSmallIntegerField(
        default=24, help_text="Who has an urgent conversation open is left alone until so long after"
    )
    holidays = models.JSONField(
        default=list, blank=True, help_text="Days without questions: 2026-12-24 or 2026-12-24/2026-12-31"
    )
    stopped_until = models.DateTimeField(null=True, blank=True, help_text="Nobody is asked until then, as in an outage")
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        verbose_name_plural = "fatigue rules"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_set_of_fatigue_rules")]

    def __str__(self) -> str:
        return f"once in {self.contact_days} days"


class DisplayQuerySet(models.QuerySet["Display"]):
    def newest_first(self) -> Self:
        return self.order_by("-shown_at", "-pk")


class Display(models.Model):
    """That one person or device was shown one survey, where and when, and how that went."""

    class State(models.TextChoices):
        SHOWN = "shown", _("Shown")
        STARTED = "started", _("Begun")
        COMPLETED = "completed", _("Answered")
        DISMISSED = "dismissed", _("Closed without an answer")
        ABANDONED = "abandoned", _("Begun and left")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="displays")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    device = models.CharField(max_length=320, blank=True, help_text="Where nobody is known: the device")
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Survey.Channel)
    wave = models.ForeignKey("surveys.Wave", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    stratum = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=120, unique=True, help_text="Makes a second row for the same showing impossible")
    session = models.CharField(max_length=64, blank=True, help_text="One visit of the product")
    state = models.CharField(max_length=9, choices=State, default=State.SHOWN)
    shown_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DisplayQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["contact", "-shown_at"], name="display_of_contact", condition=~Q(contact=None)),
            models.Index(fields=["device", "-shown_at"], name="display_of_device", condition=~Q(device="")),
            models.Index(fields=["company", "-shown_at"], name="display_of_company", condition=~Q(company=None)),
            models.Index(fields=["survey", "-shown_at", "-id"], name="display_of_survey"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} to {self.contact_id or self.device}"


class Quiet(models.Model):
    """That a person or a company is not asked anything, until when, and who said so."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("They asked for it")
        STAFF = "staff", _("One of us said so")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    device = models.CharField(max_length=320, blank=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=5, choices=Reason)
    until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "quiet"
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=~Q(contact=None), name="quiet_contact_once"),
            models.UniqueConstraint(fields=["company"], condition=~Q(company=None), name="quiet_company_once"),
            models.UniqueConstraint(fields=["device"], condition=~Q(device=""), name="quiet_device_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id or self.company_id or self.device}"


class GateCount(models.Model):
    """How many decisions about a survey ended at which gate on one day; "shown" is the end of all gates."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="gate_counts")
    day = models.DateField()
    gate = models.CharField(max_length=20)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "day", "gate"], name="gate_count_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.gate} {self.day}: {self.count}"
