"""Ideas, who needs them and how much, and what was decided."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Staff


class IdeaQuerySet(models.QuerySet["Idea"]):
    def open(self) -> Self:
        return self.exclude(status__in=[Idea.Status.SHIPPED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE])

    def public(self) -> Self:
        return self.filter(is_public=True)

    def worth_most_first(self) -> Self:
        return self.order_by("-mrr_minor", "-company_count", "-pk")

    def wanted_most_first(self) -> Self:
        return self.order_by("-vote_count", "-company_count", "-pk")


class Idea(models.Model):
    """Something we might do for customers. Its counters are kept by commands, so that a board of thousands reads no evidence."""

    class Status(models.TextChoices):
        HEARD = "heard", _("Heard")
        UNDER_REVIEW = "under_review", _("Under review")
        PLANNED = "planned", _("Planned")
        BUILDING = "building", _("Building")
        BETA = "beta", _("Beta")
        SHIPPED = "shipped", _("Shipped")
        NOT_NOW = "not_now", _("Not now")
        ALREADY_POSSIBLE = "already_possible", _("Already there")

    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True)
    workaround = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    internal_text = models.TextField(blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.HEARD)
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    status_changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")
    vote_count = models.PositiveIntegerField(default=0)
    feedback_count = models.PositiveIntegerField(default=0)
    contact_count = models.PositiveIntegerField(default=0)
    company_count = models.PositiveIntegerField(default=0)
    mrr_minor = models.BigIntegerField(
        default=0, help_text="Monthly revenue of the asking companies, reporting currency"
    )

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="idea_has_title")]
        indexes = [
            models.Index(fields=["-mrr_minor", "-company_count", "-id"], name="idea_worth_most"),
            models.Index(
                fields=["-vote_count", "-company_count", "-id"],
                name="idea_wanted_most",
                condition=Q(is_public=True),
            ),
            models.Index(fields=["status", "-mrr_minor"], name="idea_status"),
            models.Index(fields=["-created_at", "-id"], name="idea_newest", condition=Q(is_public=True)),
            models.Index(fields=["-status_changed_at", "-id"], name="idea_moving", condition=Q(is_public=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Vote(models.Model):
    """One contact's wish for an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "contact"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} for {self.idea_id}"


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
    reaffirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

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
        indexes = [models.Index(fields=["company", "idea"], name="evidence_of_company")]

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


class Decision(models.Model):
    """What we decided about an idea, why, and what customers read."""

    class Outcome(models.TextChoices):
        YES = "yes", _("Yes, planned")
        NOT_NOW = "not_now", _("Not now")
        ALREADY_POSSIBLE = "already_possible", _("Already there")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.TextField(help_text="For us")
    public_reason = models.TextField(help_text="What customers read")
    revisit_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["idea", "-decided_at"], name="decision_newest")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason")]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.idea_id}"
