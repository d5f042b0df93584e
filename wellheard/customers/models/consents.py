"""What a person agreed to, and who asked to be forgotten."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models.contacts import Contact
from wellheard.workspace.models import Staff


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """That a person agreed to be asked or told about something, from when until when; each time they agree is a row."""

    class Purpose(models.TextChoices):
        RESEARCH = "research", _("Be asked for interviews and surveys")
        BETA = "beta", _("Try things before they are finished")
        QUOTE = "quote", _("Be quoted by name")
        NEWS = "news", _("Hear what is new")

    class Source(models.TextChoices):
        PORTAL = "portal", _("Said so on the portal")
        STAFF = "staff", _("Told one of us")
        API = "api", _("Told by your systems")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=8, choices=Purpose)
    source = models.CharField(max_length=6, choices=Source)
    given_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "purpose"], condition=Q(withdrawn_at=None), name="consent_standing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} for {self.purpose}"


class ErasedAddress(models.Model):
    """An address or id of a person who was erased, as a keyed hash: enough not to take them in again, not enough to know them."""

    address_hash = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "erased addresses"

    def __str__(self) -> str:
        return f"erased on {self.erased_at:%Y-%m-%d}"
