"""Companies and what they pay."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import VERSION_HELP, Product, Staff, Tier


class CompanyQuerySet(models.QuerySet["Company"]):
    def paying_most_first(self) -> Self:
        return self.order_by("-mrr_minor", "-pk")

    def unmerged(self) -> Self:
        return self.filter(merged_into=None)


_CompanyManager = models.Manager.from_queryset(CompanyQuerySet)


class CompanyManager(_CompanyManager["Company"]):
    """Companies as people know them: those joined to another one are that other one."""

    def get_queryset(self) -> CompanyQuerySet:
        return CompanyQuerySet(self.model, using=self._db).unmerged()


class Company(models.Model):
    """A customer, prospect or former customer."""

    class Stage(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        TRIAL = "trial", _("Trial")
        ONBOARDING = "onboarding", _("Onboarding")
        ACTIVE = "active", _("Active")
        AT_RISK = "at_risk", _("At risk")
        LOST = "lost", _("Lost")
        RETURNED = "returned", _("Returned")

    external_id = models.CharField(
        max_length=100, blank=True, help_text="The company's id in the CRM or billing system"
    )
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ACTIVE)
    industry = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 code")
    plan = models.CharField(max_length=80, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    joined_on = models.DateField(null=True, blank=True, help_text="With us since")
    tier = models.ForeignKey(Tier, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    renews_on = models.DateField(null=True, blank=True, help_text="When the contract is next renewed or left")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    mrr_minor = models.BigIntegerField(
        default=0,
        help_text="Monthly revenue of running subscriptions, in minor units of the reporting currency",
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="It turned out to be this one",
    )

    objects = CompanyManager()
    with_merged = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="company_external_id_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="company_has_name"),
        ]
        indexes = [
            models.Index(fields=["-mrr_minor", "-id"], name="company_paying_most"),
            models.Index(Lower("domain"), name="company_domain", condition=~Q(domain="")),
            models.Index(Lower("name"), name="company_name"),
            GinIndex(fields=["tags"], name="company_tags"),
            models.Index(fields=["renews_on"], name="company_renews", condition=~Q(renews_on=None)),
        ]

    def __str__(self) -> str:
        return self.name


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def running_on(self, day: object) -> Self:
        """Subscriptions paid for on this day; a trial pays nothing but runs."""
        return self.filter(runs_on(day))


def runs_on(day: object, prefix: str = "") -> Q:
    """Return what holds of a subscription that counts on a day; where billing names an end, that one holds."""
    until, lost_on = f"{prefix}until", f"{prefix}lost_on"
    never_ends = Q(**{until: None, lost_on: None})
    ends_later = Q(**{f"{until}__gt": day}) | Q(**{until: None, f"{lost_on}__gt": day})
    return Q(**{f"{prefix}from_on__lte": day}) & (never_ends | ends_later)


class Subscription(models.Model):
    """What a company pays for one product and plan, per month, from a day until a day (not included)."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="subscriptions")
    external_id = models.CharField(max_length=100, blank=True)
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    plan = models.CharField(max_length=80, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField(help_text="Per month, in minor units of its currency")
    currency = models.CharField(max_length=3)
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    lost_on = models.DateField(
        null=True,
        blank=True,
        help_text="The company left: the end of what it paid for, from which on it counts no more; billing’s end goes first",
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="subscription_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("from_on")), name="subscription_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="subscription_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} from {self.from_on}"

    @property
    def ends_on(self) -> date | None:
        """The day from which on it counts no more; none while no end is known."""
        return self.until or self.lost_on
