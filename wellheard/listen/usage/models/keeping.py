"""What is taken out of what comes, how long what is kept is kept, and what was deleted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wellheard.customers.models import Contact
from wellheard.workspace.models.versions import VERSION_HELP


class Redaction(models.Model):
    """Which built-in rules are switched off. There is one row."""

    switched_off = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_redaction")]

    def __str__(self) -> str:
        return ", ".join(self.switched_off)


class OwnPattern(models.Model):
    """A pattern of the owner's: what matches it is taken out before anything is kept."""

    name = models.CharField(max_length=80)
    pattern = models.CharField(max_length=200, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class KeptFor(models.Model):
    """For how many days one kind of things is kept, where the owner said so."""

    kind = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField(help_text="0: for ever")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class Deletion(models.Model):
    """That things were deleted because their time was over, or because a person was erased: when, what and how many."""

    kind = models.CharField(max_length=40)
    before = models.DateTimeField(null=True, help_text="What was older; empty: what was of one person")
    count = models.BigIntegerField(default=0)
    deleted_at = models.DateTimeField()
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-deleted_at", "-id"], name="deletion_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class OwedErasure(models.Model):
    """That the lake still holds what a person did, who was erased. The ids are forgotten with the row, once it is deleted."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    subject = models.JSONField(help_text="Contacts, ids and devices")
    owed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"#{self.contact_id}"
