"""One sales opportunity, why it ended as it did, and what was missing."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation.text.words import vector_of_names
from wellheard.listen.models import Feedback
from wellheard.workspace.models import VERSION_HELP, Competitor, Reason, Staff


class DealQuerySet(models.QuerySet["Deal"]):
    def standing(self) -> Self:
        """Deals that their source still has: what counts anywhere. The others were deleted there and stay here with a note."""
        return self.filter(withdrawn_at=None)

    def lost(self) -> Self:
        return self.filter(outcome__in=LOST)

    def won(self) -> Self:
        return self.filter(outcome=Deal.Outcome.WON)

    def unplaced(self) -> Self:
        """Deals of which nobody knows the company yet."""
        return self.filter(company=None)

    def newest_first(self) -> Self:
        return self.order_by("-day", "-pk")


class Deal(models.Model):
    """A sale that is under way, was won, or was lost, as the CRM, a file or a colleague tells it.

    What the source said is kept beside what we made of it, so that it can be read again when somebody decides what a word means.
    """

    class Outcome(models.TextChoices):
        """How it ended; the one vocabulary that every CRM's stages are read into."""

        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST_COMPETITOR = "lost_competitor", _("Lost to a competitor")
        LOST_NO_DECISION = "lost_no_decision", _("Lost to no decision")
        LOST_UNKNOWN = "lost_unknown", _("Lost, unknown")

    class By(models.TextChoices):
        """Who says so: what a stage means, a person, or the source itself."""

        MAPPING = "mapping", _("What the stage means")
        PERSON = "person", _("One of us")
        SOURCE = "source", _("The source")

    source = models.SlugField(max_length=40, help_text="Where it comes from: import, api, by_hand, hubspot")
    external_id = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300)
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    company_by = models.CharField(max_length=7, choices=By, blank=True, help_text="Who found out whose deal it is")
    company_said = models.CharField(max_length=200, blank=True)
    company_key_said = models.CharField(max_length=100, blank=True, help_text="The company's id in the CRM")
    company_domain_said = models.CharField(max_length=253, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_said = models.CharField(max_length=200, blank=True)
    pipeline_said = models.CharField(max_length=100, blank=True)
    stage_said = models.CharField(max_length=100, blank=True)
    outcome_said = models.CharField(max_length=16, choices=Outcome, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.OPEN)
    outcome_by = models.CharField(max_length=7, choices=By, default=By.SOURCE)
    amount_minor = models.BigIntegerField(null=True, blank=True, help_text="In minor units of its currency")
    currency = models.CharField(max_length=3, blank=True)
    reporting_minor = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="In minor units of the reporting currency, at the rate of the day closed, else opened; empty: no rate",
    )
    industry = models.CharField(max_length=80, blank=True)
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="Empty while it is open")
    close_said_on = models.DateField(null=True, blank=True, help_text="CRMs give open deals a day on which they hope")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="The source's own time: older news never wins")
    day = models.DateField(help_text="The day it closed, else opened, else was first heard: lists go by it")
    raw = models.JSONField(default=dict, blank=True, help_text="The source's own row")
    withdrawn_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When we learned that its source deleted it: it counts nowhere until it is restored",
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = DealQuerySet.as_manager()

    # By what we see that somebody changed a deal since a file brought it; the rest follows from meanings, rates and companies.
    FINGERPRINT = (
        "source", "external_id", "title", "company_said", "company_key_said", "company_domain_said", "owner_said",
        "pipeline_said", "stage_said", "outcome_said", "amount_minor", "currency", "opened_on", "close_said_on",
        "decided_by_person",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="deal_heard_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="deal_has_title"),
            models.CheckConstraint(condition=Q(amount_minor=None) | ~Q(currency=""), name="deal_amount_has_currency"),
            models.CheckConstraint(condition=Q(amount_minor=None) | Q(amount_minor__gte=0), name="deal_not_negative"),
            models.CheckConstraint(condition=~Q(outcome="open") | Q(closed_on=None), name="deal_open_is_not_closed"),
        ]
        indexes = [
            models.Index(fields=["-day", "-id"], name="deal_newest"),
            models.Index(fields=["outcome", "-day", "-id"], name="deal_by_outcome"),
            models.Index(fields=["company", "-day"], name="deal_of_company"),
            models.Index(fields=["competitor", "-day"], name="deal_against"),
            models.Index(fields=["source", "pipeline_said", "stage_said"], name="deal_in_stage"),
            models.Index(fields=["-day", "-id"], condition=Q(company=None), name="deal_unplaced"),
            models.Index(fields=["-day", "-id"], condition=~Q(withdrawn_at=None), name="deal_withdrawn"),
            models.Index(fields=["external_id"], condition=~Q(external_id=""), name="deal_by_external_id"),
            GinIndex(vector_of_names("title", "company_said"), name="deal_words"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def decided_by_person(self) -> str:
        """What a person said of it that no source says otherwise: its end, and whose it is."""
        outcome = self.outcome if self.outcome_by == self.By.PERSON else ""
        return f"{outcome}:{self.company_id if self.company_by == self.By.PERSON else ''}"

    @property
    def is_lost(self) -> bool:
        return self.outcome in LOST

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


LOST = (Deal.Outcome.LOST_COMPETITOR, Deal.Outcome.LOST_NO_DECISION, Deal.Outcome.LOST_UNKNOWN)


class DealReasonQuerySet(models.QuerySet["DealReason"]):
    def told(self) -> Self:
        """What the deal's own source says; the source may say otherwise later."""
        return self.filter(recorded_by=None, by_program=False)

    def noted(self) -> Self:
        """What our people and programs wrote down beside it; no source takes that back."""
        return self.exclude(recorded_by=None, by_program=False)


class DealReason(models.Model):
    """One reason why a deal ended as it did, and who says so: sellers and buyers seldom name the same."""

    class SaidBy(models.TextChoices):
        SELLER = "seller", _("Our seller")
        BUYER = "buyer", _("The buyer")
        INTERVIEW = "interview", _("An interview afterwards")
        TRANSCRIPT = "transcript", _("A recorded call")

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="reasons")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=500, blank=True, help_text="The source's own words, or a note")
    said_by = models.CharField(max_length=10, choices=SaidBy, default=SaidBy.SELLER)
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Empty: the source"
    )
    by_program = models.BooleanField(default=False, help_text="A program of ours noted it, beside what the source says")
    recorded_at = models.DateTimeField()

    objects = DealReasonQuerySet.as_manager()

    # Which of our reasons it is follows from what the source's words mean.
    FINGERPRINT = ("deal_id", "said", "said_by", "recorded_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "said", "said_by"],
                condition=Q(recorded_by=None, by_program=False),
                name="deal_reason_heard_once",
            ),
            models.UniqueConstraint(
                fields=["deal", "reason", "said_by"],
                condition=~Q(recorded_by=None) | Q(by_program=True),
                name="deal_reason_given_once",
            ),
            models.CheckConstraint(condition=~Q(reason=None) | ~Q(said=""), name="deal_reason_says_something"),
        ]

    def __str__(self) -> str:
        return self.said or str(self.reason)


class DealMissing(models.Model):
    """A function that was missing, in words: feedback of the deal's company, which becomes evidence for an idea."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="missing")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "position"], name="deal_missing_once")]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.position}"
