"""A company that left: when, why, with how much money; and its return."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Competitor, Reason, Staff
from wellheard.workspace.models.versions import VERSION_HELP

# A range of one number: rules of this kind know ranges without any extension of the database.
_ITS_COMPANY = Func(F("company"), F("company"), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


class DepartureQuerySet(models.QuerySet["Departure"]):
    def open(self) -> Self:
        """Those who are away: neither back nor gone a second time since."""
        return self.filter(returned_on=None, followed_by=None)

    def returned(self) -> Self:
        return self.exclude(returned_on=None)

    def newest_first(self) -> Self:
        return self.order_by("-left_on", "-pk")

    def with_people(self) -> Self:
        return self.select_related(
            "company", "company__owner", "company__tier", "reason__parent", "competitor", "feedback"
        )


class Departure(models.Model):
    """One time a company left us. It is kept without words and without a known reason too; one is open per company.

    `mrr_minor` is what the company paid per month on the day before, in minor units of the reporting currency; empty where
    nobody knows. A company may leave, come back and leave again: each time is a row of its own.
    """

    class ReportedBy(models.TextChoices):
        CUSTOMER = "customer", _("The customer")
        STAFF = "staff", _("One of us")
        BILLING = "billing", _("Billing")
        IMPORT = "import", _("An import")

    class ReasonFrom(models.TextChoices):
        """Who says that this is the reason: what a person says is never overwritten by a rule for what imports say."""

        NOBODY = "", _("Nobody yet")
        PERSON = "person", _("A person")
        MAPPING = "mapping", _("What the source’s word means")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who said so"
    )
    left_on = models.DateField(help_text="The day they left or gave notice")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason_from = models.CharField(max_length=7, choices=ReasonFrom, blank=True, default=ReasonFrom.NOBODY)
    reason_said = models.CharField(max_length=200, blank=True, help_text="The reason as the source wrote it")
    competitor = models.ForeignKey(Competitor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mrr_minor = models.BigIntegerField(
        null=True, blank=True, help_text="Paid per month when they left, in the reporting currency; empty: not known"
    )
    feedback = models.ForeignKey(
        Feedback, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Their words"
    )
    could_have = models.TextField(blank=True, help_text="What we could have done")
    reported_by = models.CharField(max_length=8, choices=ReportedBy)
    recorded_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    stage_before = models.CharField(max_length=10, blank=True, help_text="The company’s stage before it left")
    source = models.SlugField(max_length=40, blank=True, help_text="The outside system it came from")
    external_id = models.CharField(max_length=200, blank=True)
    followed_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="They left again, and nobody noted when they had come back",
    )
    returned_on = models.DateField(null=True, blank=True)
    returned_mrr_minor = models.BigIntegerField(
        null=True, blank=True, help_text="Paid per month after the return, in the reporting currency; empty: not known"
    )
    return_from = models.CharField(
        max_length=12, blank=True, help_text="Who says they came back: staff, subscription or import"
    )
    helped = models.TextField(blank=True, help_text="What brought them back, in words")
    helped_idea_id = models.BigIntegerField(
        null=True, blank=True, help_text="The idea of theirs that brought them back"
    )
    helped_answer_id = models.BigIntegerField(null=True, blank=True, help_text="The answer of ours that did")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            # Looked at when the transaction ends: what finds its place late lets its neighbours change meanwhile.
            ExclusionConstraint(
                name="departure_open_once",
                expressions=[(_ITS_COMPANY, RangeOperators.OVERLAPS)],
                condition=Q(returned_on=None, followed_by=None),
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="departure_heard_once"
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("left_on")), name="departure_before_return"
            ),
            models.CheckConstraint(
                condition=Q(mrr_minor=None) | Q(mrr_minor__gte=0), name="departure_money_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["-left_on", "-id"], name="departure_newest"),
            models.Index(fields=["company", "-left_on"], name="departure_of_company"),
            models.Index(fields=["helped_idea_id"], condition=~Q(helped_idea_id=None), name="departure_helped_by_idea"),
            models.Index(fields=["source", "reason_said"], condition=~Q(reason_said=""), name="departure_said"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} left on {self.left_on}"

    @property
    def is_open(self) -> bool:
        """Whether they are away now."""
        return self.returned_on is None and self.followed_by_id is None
