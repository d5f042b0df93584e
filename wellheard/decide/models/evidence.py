"""Who needs an idea, and how much."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.decide.models.ideas import Idea, Vote
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """That one company needs one idea (one contact, where no company is known; one row for voices nobody could place)."""

    class Importance(models.IntegerChoices):
        NICE = 1, _("Nice to have")
        IMPORTANT = 2, _("Important")
        CANNOT_WORK = 3, _("Cannot work without")

    class SetBy(models.TextChoices):
        CUSTOMER = "customer", _("the customer")
        STAFF = "staff", _("staff")
        GUESS = "guess", _("a guess")

    class Grade(models.TextChoices):
        REVEALED = "A", _("Left or bought elsewhere because of it")
        SAID = "B", _("Said in their own words")
        REPORTED = "C", _("Reported by staff")
        VOTED = "D", _("Voted only")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="evidence")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+")
    importance = models.PositiveSmallIntegerField(choices=Importance, null=True, blank=True)
    importance_set_by = models.CharField(max_length=8, choices=SetBy, blank=True)
    grade = models.CharField(max_length=1, choices=Grade)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    needed_by = models.DateField(null=True, blank=True, help_text="Until when they need it, as they said")
    reaffirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    lost_deal_minor = models.BigIntegerField(
        default=0, help_text="The largest deal lost that missed it, reporting currency"
    )
    open_deal_minor = models.BigIntegerField(default=0, help_text="The largest open deal that misses it, the same")

    # What it weighs now, from 0 to 1; filled by whoever shows it.
    present_weight: float | None = None

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "company"], condition=~Q(company=None), name="evidence_company_once"
            ),
            models.UniqueConstraint(
                fields=["idea", "contact"], condition=~Q(contact=None), name="evidence_contact_once"
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=Q(company=None, contact=None), name="evidence_unplaced_once"
            ),
            models.CheckConstraint(condition=Q(company=None) | Q(contact=None), name="evidence_of_one"),
        ]
        indexes = [
            models.Index(fields=["company", "idea"], name="evidence_of_company"),
            models.Index(fields=["idea"], name="evidence_withdrawn", condition=~Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} for {self.idea_id}"


class EvidenceItem(models.Model):
    """A piece of feedback or a vote behind a row of evidence."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="items")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="items")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, null=True, related_name="+")
    vote = models.OneToOneField(Vote, on_delete=models.CASCADE, null=True, related_name="item")
    linked_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "feedback"], condition=~Q(feedback=None), name="feedback_linked_once"
            ),
            models.CheckConstraint(condition=Q(feedback=None) ^ Q(vote=None), name="item_is_feedback_or_vote"),
        ]
        indexes = [models.Index(fields=["feedback"], name="item_of_feedback")]

    def __str__(self) -> str:
        return f"item {self.pk} of evidence {self.evidence_id}"
