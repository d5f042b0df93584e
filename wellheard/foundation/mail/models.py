"""Mail on its way out."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.mail.failures import Failure


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def newest_first(self) -> Self:
        return self.order_by("-queued_at", "-pk")


class OutgoingMail(models.Model):
    """One mail, to one person or to several who see each other: queued with the change that owes it, delivered by a reaction.

    `key` says what the mail is for; a second mail with the same key cannot exist. `message_id` is fixed when it is queued, so
    a repeat after a crash is recognised by every mail program.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("Kept in the built-in mailbox")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Failed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=500, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=320)
    more_to = models.JSONField(default=list, help_text="Further addresses it is for")
    cc = models.JSONField(default=list, help_text="Addresses that get a copy; there are no hidden ones")
    reply_to = models.CharField(max_length=320, blank=True)
    via = models.CharField(max_length=60, blank=True, help_text="By which way it goes out; empty: the installation's")
    by_machine = models.BooleanField(default=False, help_text="Nobody wrote it: other machines are asked not to answer")
    subject = models.CharField(max_length=300)
    body = models.TextField()
    html = models.TextField(blank=True, help_text="Instead of what is made from the text")
    files = models.JSONField(default=list, help_text="What is attached: name, file, media type, Content-ID")
    footer = models.TextField(blank=True, help_text="Small print below the letter: why they get it, and how to stop it")
    language = models.CharField(max_length=10, blank=True)
    pixel = models.CharField(max_length=400, blank=True, help_text="Address of an image that tells when it is opened")
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    failure = models.CharField(max_length=8, choices=Failure, blank=True)
    provider_id = models.CharField(max_length=300, blank=True, help_text="What the mail server said when it took it")
    bounces = models.JSONField(
        default=list, help_text="What mail servers reported: address, action, status, their words"
    )
    waiting_for = models.JSONField(
        default=list, help_text="Of several addresses, those that the mail server wants to be asked about again"
    )
    delayed_at = models.DateTimeField(null=True, help_text="Since when a mail server says that it still tries")
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
