"""Their side: who pays, who speaks, and groups of them worth asking about."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Product, Staff


class CompanyQuerySet(models.QuerySet["Company"]):
    def paying_most_first(self) -> Self:
        return self.order_by("-mrr_minor", "-pk")


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
    attributes = models.JSONField(default=dict, blank=True)
    mrr_minor = models.BigIntegerField(
        default=0,
        help_text="Monthly revenue of running subscriptions, in minor units of the reporting currency",
    )
    created_at = models.DateTimeField()

    objects = CompanyQuerySet.as_manager()

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
        ]

    def __str__(self) -> str:
        return self.name


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def running_on(self, day: object) -> Self:
        """Subscriptions paid for on this day; a trial pays nothing but runs."""
        return self.filter(Q(until=None) | Q(until__gt=day), from_on__lte=day)


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


class Contact(models.Model):
    """A person on their side."""

    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    companies = models.ManyToManyField(Company, through="Membership", related_name="contacts")

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


class ContactIdentity(models.Model):
    """One way we know a contact: an e-mail address, an id in the vendor's product or an import file, a device."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail address")
        EXTERNAL = "external", _("External id")
        DEVICE = "device", _("Device")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "contact identities"
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]

    def __str__(self) -> str:
        return self.value


class Membership(models.Model):
    """A contact's place in a company."""

    class Role(models.TextChoices):
        USER = "user", _("User")
        BUYER = "buyer", _("Buyer")
        DECIDER = "decider", _("Decider")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.USER)
    is_primary = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "company"], name="membership_once"),
            models.UniqueConstraint(fields=["contact"], condition=Q(is_primary=True), name="one_primary_membership"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} at {self.company}"


class EmailCode(models.Model):
    """A six-digit code mailed to prove that somebody reads an address; valid for minutes and a few tries."""

    email = models.CharField(max_length=320)
    code_sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["email", "-sent_at"], name="email_code_newest")]

    def __str__(self) -> str:
        return f"code of {self.sent_at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address we must not write to, and why."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("They asked us not to write")
        BOUNCED = "bounced", _("The address does not exist")
        STAFF = "staff", _("Set by staff")

    email = models.CharField(max_length=320, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.email


class Segment(models.Model):
    """A saved rule over companies, such as “pays over $100 a month and with us 6+ months”; its members are kept as rows."""

    name = models.CharField(max_length=120, unique=True)
    rule = models.JSONField()
    company_count = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class SegmentMember(models.Model):
    """A company that meets a segment's rule now."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "company"], name="segment_member_once")]

    def __str__(self) -> str:
        return f"{self.company_id} in {self.segment_id}"
