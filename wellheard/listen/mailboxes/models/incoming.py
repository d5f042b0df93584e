"""Mail that came in, as it came."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.listen.mailboxes.models.mailboxes import Mailbox


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def quarantined(self) -> Self:
        """Those that could not be read or placed, and wait for a person."""
        return self.filter(state=IncomingMail.State.QUARANTINED)

    def unscanned(self) -> Self:
        """Those the virus scanner has not looked through because it does not answer, in quarantine or not."""
        return self.filter(cause=IncomingMail.Cause.SCANNER)


class IncomingMail(models.Model):
    """One mail that came in by one way; its bytes are kept beside it before anything else is done.

    `origin_key` is what the way in calls it (mailbox, UIDVALIDITY and UID; the sender's id of a webhook): the same one again
    is the same mail. `fingerprint` is over what stays the same on every way: the same mail by two ways is read once.
    """

    class Way(models.TextChoices):
        IMAP = "imap", _("fetched by IMAP")
        SMTP = "smtp", _("by SMTP")
        LMTP = "lmtp", _("by LMTP")
        WEBHOOK = "webhook", _("posted by a program")
        FILE = "file", _("from a file")

    class State(models.TextChoices):
        KEPT = "kept", _("Kept, not read yet")
        READ = "read", _("Read, not placed yet")
        PLACED = "placed", _("Placed in a conversation")
        QUARANTINED = "quarantined", _("In quarantine")
        REPEATED = "repeated", _("The same mail came before")

    class Cause(models.TextChoices):
        """What has to be mended before a mail can go on. Once the scanner answers it does so by itself."""

        SCANNER = "scanner", _("The virus scanner does not answer")
        BREAKING = "breaking", _("The mail server breaks off at it")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, related_name="incoming")
    received_at = models.DateTimeField()
    came_by = models.CharField(max_length=7, choices=Way)
    origin_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of the bytes as they came")
    fingerprint = models.CharField(max_length=64, help_text="Of what is the same on every way in")
    byte_count = models.PositiveIntegerField()
    message_id = models.CharField(
        max_length=998, blank=True, help_text="As it was read, with <>; anybody can write any"
    )
    subject = models.CharField(max_length=300, blank=True, help_text="As it was read, for lists")
    sender = models.CharField(max_length=320, blank=True, help_text="The From as it was read, for lists")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = ArrayField(models.CharField(max_length=320), default=list)
    state = models.CharField(max_length=11, choices=State, default=State.KEPT)
    problem = models.TextField(blank=True, help_text="Why it waits or is in quarantine, in a sentence")
    cause = models.CharField(max_length=10, choices=Cause, blank=True, help_text="What of ours it waits for")
    tries = models.PositiveIntegerField(default=0)
    repeats = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["came_by", "origin_key"], name="incoming_once_by_each_way")]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="incoming_newest"),
            models.Index(fields=["mailbox", "fingerprint"], name="incoming_fingerprint"),
            models.Index(
                fields=["-received_at", "-id"], condition=models.Q(state="quarantined"), name="incoming_quarantined"
            ),
            models.Index(fields=["received_at"], condition=~models.Q(cause=""), name="incoming_with_cause"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.get_came_by_display()} {self.origin_key}"


class RawMail(models.Model):
    """The bytes of a mail exactly as they came, in a table of their own: lists of mails stay slim."""

    mail = models.OneToOneField(IncomingMail, on_delete=models.CASCADE, primary_key=True, related_name="raw")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.mail_id}"
