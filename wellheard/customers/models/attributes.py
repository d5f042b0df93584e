"""What else a vendor wants to know of its companies and contacts."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import VERSION_HELP


class AttributeQuerySet(models.QuerySet["Attribute"]):
    def in_order(self) -> Self:
        return self.order_by("of", "position", "label", "pk")

    def of_companies(self) -> Self:
        return self.filter(of=Attribute.Of.COMPANY).in_order()

    def of_contacts(self) -> Self:
        return self.filter(of=Attribute.Of.CONTACT).in_order()


class Attribute(models.Model):
    """A custom attribute: one more thing to know of every company or contact.

    Its values stand in the `attributes` of the row under its key, as imports and the API name it.
    """

    class Of(models.TextChoices):
        COMPANY = "company", _("Companies")
        CONTACT = "contact", _("Contacts")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of a list")

    of = models.CharField(max_length=7, choices=Of)
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = AttributeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "key"], name="attribute_key_once")]

    def __str__(self) -> str:
        return self.label
