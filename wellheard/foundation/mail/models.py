"""Mail on its way out."""

from typing import Self

from django.db import models

from wellheard.foundation.mail.failures import Failure


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def newest_first(self) -> Self:
        return self.order_by("-queued_at", "-pk")


class OutgoingMail(models.Model):
    """One mail to one person: queued with the change that owes it, delivered by a reaction, never twice under another identity.

    `key` says what the mail is for; a second mail with the same key cannot exist. `message_id` is fixed when it is queued, so
    a repeat after a crash is recognised by every mail program.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENT = "sent", "Sent"
        KEPT = "kept", "Kept in the built-in mailbox"
        FAILED = "failed", "Failed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    footer = models.TextField(blank=True, help_text="Small print below the letter: why they get it, and how to stop it")
    language = models.CharField(max_length=10, blank=True)
    pixel = models.CharField(max_length=400, blank=True, help_text="Address of an image that tells when it is opened")
    in_reply_to = models.CharField(max_length=200, blank=True)
    references = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    failure = models.CharField(max_length=8, choices=Failure, blank=True)
    opened_at = models.DateTimeField(null=True, help_text="Only where the owner switched that on")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-queued_at", "-id"], name="mail_newest"),
            models.Index(fields=["state", "queued_at"], name="mail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"

    @property
    def is_delivered(self) -> bool:
        return self.state in {self.State.SENT, self.State.KEPT}
