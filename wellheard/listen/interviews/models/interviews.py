"""A talk with a customer: when, with whom, and how it went."""

from datetime import datetime, timedelta
from typing import Self, TypeAlias

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.text.words import vector_of
from wellheard.listen.interviews.models.guides import Guide
from wellheard.workspace.models import VERSION_HELP, Staff


class InterviewState(models.TextChoices):
    """How a talk stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Took place")
    CANCELLED = "cancelled", _("Called off")
    MISSED = "missed", _("They did not come")


class InterviewQuerySet(models.QuerySet["Interview"]):
    def planned(self) -> Self:
        return self.filter(state="planned")

    def held(self) -> Self:
        return self.filter(state="held")

    def soonest_first(self) -> Self:
        return self.order_by("planned_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-planned_at", "-pk")


class Interview(models.Model):
    """A planned or held talk with people of a company: to learn something (interview), or to hear how they are (check-in)."""

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", _("Check-in")
        INTERVIEW = "interview", _("Interview")

    State: TypeAlias = InterviewState

    kind = models.CharField(max_length=9, choices=Kind, default=Kind.CHECK_IN)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who leads it"
    )
    title = models.CharField(max_length=200, blank=True, help_text="What it is about, as those invited read it")
    planned_at = models.DateTimeField(help_text="When it begins; once it was held, when it began")
    minutes = models.PositiveSmallIntegerField(default=30)
    place = models.CharField(max_length=500, blank=True, help_text="A link or a room, as those invited read it")
    guide = models.ForeignKey(Guide, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    notes = models.TextField(blank=True, help_text="Only we read them")
    invites = models.BooleanField(default=True, help_text="Whether those who come get an invitation by mail")
    uid = models.CharField(max_length=80, unique=True, help_text="What calendars know it by (RFC 5545, UID)")
    sequence = models.PositiveIntegerField(
        default=0, help_text="Rises whenever calendars have to change it (RFC 5545, SEQUENCE)"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="interview_has_minutes")]
        indexes = [
            models.Index(fields=["company", "state", "-planned_at"], name="interview_of_company"),
            models.Index(fields=["state", "planned_at", "id"], name="interview_by_state"),
            models.Index(fields=["host", "planned_at"], condition=Q(state="planned"), name="interview_of_host"),
            GinIndex(vector_of("title", "notes"), name="interview_words"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} #{self.pk}"

    @property
    def ends_at(self) -> datetime:
        return self.planned_at + timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def has_begun(self) -> bool:
        return self.planned_at <= clock.now()


class Invited(models.Model):
    """What the calendar of somebody who was invited answered last."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("comes")
        DECLINED = "declined", _("declined")
        TENTATIVE = "tentative", _("may come")

    answer = models.CharField(
        max_length=9, choices=Answer, blank=True, help_text="Empty: none to the talk as planned now"
    )
    answer_words = models.TextField(blank=True, help_text="What they wrote beside it")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="By their calendar (RFC 5545, DTSTAMP)")
    answer_sequence = models.PositiveIntegerField(
        default=0, help_text="Answers to an earlier state of the invitation do not count any more"
    )

    class Meta:
        abstract = True


class Guest(Invited):
    """Somebody of theirs who takes part, and which state of the invitation they were sent last."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="guests")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    told_sequence = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of the last invitation or update they were sent; empty: they were sent none"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "contact"], name="guest_once")]

    def __str__(self) -> str:
        return str(self.contact)


class Companion(Invited):
    """Somebody of ours who takes part beside whoever leads the talk."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="companions")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "staff"], name="companion_once")]

    def __str__(self) -> str:
        return str(self.staff)
