"""The ledger: what happened, in codes and numbers only, for ever."""

from django.db import models
from django.db.models.functions import Now


class Fact(models.Model):
    """Something that happened. One append-only table serves timelines, status history, audit, figures and what is still owed.

    It never holds words, names or addresses, so it can stay when a person's data is erased.
    """

    class Actor(models.TextChoices):
        SYSTEM = "system", "Wellheard itself"
        STAFF = "staff", "Staff"
        CONTACT = "contact", "Contact"
        API = "api", "API token"

    name = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    actor_type = models.CharField(max_length=10, choices=Actor, default=Actor.SYSTEM)
    actor_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    company_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "happened_at"], name="fact_subject"),
            models.Index(fields=["name", "happened_at"], name="fact_name"),
            models.Index(fields=["company_id", "happened_at"], name="fact_company"),
            models.Index(fields=["contact_id", "happened_at"], name="fact_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_type} {self.subject_id}"


class ReactionFailure(models.Model):
    """Why the last try of a reaction failed, kept until it succeeds, so that an operator can read it and run it again."""

    job_id = models.BigIntegerField(unique=True)
    reaction = models.CharField(max_length=120)
    fact_id = models.BigIntegerField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField()
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-failed_at"], name="reaction_failed_at")]

    def __str__(self) -> str:
        return f"{self.reaction}: {self.error[:60]}"
