"""People on their side, how we know them, and where we must not write."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models.companies import Company
from wellheard.workspace.models import VERSION_HELP


class ContactQuerySet(models.QuerySet["Contact"]):
    def unmerged(self) -> Self:
        return self.filter(merged_into=None)


_ContactManager = models.Manager.from_queryset(ContactQuerySet)


class ContactManager(_ContactManager["Contact"]):
    """People as we know them: those joined to another contact are that other contact."""

    def get_queryset(self) -> ContactQuerySet:
        return ContactQuerySet(self.model, using=self._db).unmerged()


class Contact(models.Model):
    """A person on their side."""

    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)
    companies = models.ManyToManyField(Company, through="Membership", related_name="contacts")
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="They turned out to be this one",
    )
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When what we knew of them was erased")

    objects = ContactManager()
    with_merged = ContactQuerySet.as_manager()

    def __str__(self) -> str:
        return _now("(erased)") if self.erased_at else self.name or f"#{self.pk}"

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
    claimed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a token claimed it unproved; whoever proves it takes it over"
    )

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
