"""What was said in a conversation, by whom, and how it reached or left us."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.text.words import vector_of
from wellheard.listen.conversations.models.conversations import Conversation
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff


class MessageQuerySet(models.QuerySet["Message"]):
    def in_order(self) -> Self:
        """As they arrived: a customer's clock may be wrong, and the order says who waits for whom."""
        return self.order_by("recorded_at", "pk")

    def public(self) -> Self:
        """What the customer said or reads: never a note."""
        return self.exclude(kind=Message.Kind.NOTE)

    def standing(self) -> Self:
        """Not withdrawn before it went out."""
        return self.exclude(state=Message.State.WITHDRAWN)


class Message(models.Model):
    """One message: heard from a contact, replied by us, or a note that only we read."""

    class Kind(models.TextChoices):
        HEARD = "heard", _("From the customer")
        REPLY = "reply", _("Our reply")
        NOTE = "note", _("Note")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        KEPT = "kept", _("Kept")
        SCHEDULED = "scheduled", _("Goes out later")
        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        WITHDRAWN = "withdrawn", _("Taken back")

    class LeftOut(models.TextChoices):
        """Why a reply is not sent to an address that was written into To or Cc."""

        WRONG = "wrong", _("It is not a whole mail address.")
        UNKNOWN = "bounced", _("Mail to this address came back: its mail server does not know it.")
        ASKED = "asked", _("They asked us not to write to them.")
        STAFF = "staff", _("Somebody here said that we do not write to this address.")

    class PlacedBy(models.TextChoices):
        """How we knew which conversation a message belongs to: shown to people, who can move it."""

        NEW = "new", _("It began this conversation")
        TOKEN = "token", _("It answers one of our messages, by our own mark in it")
        REFERENCE = "reference", _("It names a message of this conversation, and its sender takes part in it")
        SUBJECT = "subject", _("Same sender and subject as this conversation a short time before")
        STAFF = "staff", _("Somebody here put it there")
        PROGRAM = "program", _("The program that sent it named this conversation")
        IMPORT = "import", _("An import brought it with this conversation")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=5, choices=Kind)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True, help_text="As the message named its author")
    author_address = models.CharField(max_length=320, blank=True)
    words = models.TextField(blank=True)
    html = models.TextField(blank=True, help_text="As it came, cleaned; empty for plain text")
    folds = models.JSONField(
        default=list, blank=True, help_text="Stretches of the words that are shown on request: [begin, end) pairs"
    )
    language = models.CharField(max_length=10, blank=True)
    said_at = models.DateTimeField(help_text="When it was said, as far as that can be believed")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State)
    send_at = models.DateTimeField(
        null=True, blank=True, help_text="A reply goes out then; until then it can be taken back"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=500, blank=True, help_text="RFC 5322, with its angle brackets")
    in_reply_to = models.CharField(max_length=500, blank=True)
    to = models.JSONField(default=list, blank=True, help_text="Addresses")
    cc = models.JSONField(default=list, blank=True, help_text="Addresses")
    left_out = models.JSONField(
        default=list, blank=True, help_text="Whom of these it was not sent to, and why: address and code"
    )
    incoming = models.ForeignKey(IncomingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_automatic = models.BooleanField(
        default=False, help_text="A program wrote it: it is not answered and reopens nothing"
    )
    placed_by = models.CharField(max_length=9, choices=PlacedBy, blank=True)
    placed_score = models.SmallIntegerField(null=True, blank=True, help_text="How sure we were, of 100")
    undo = models.JSONField(
        default=dict, blank=True, help_text="How the conversation stood before this reply, to take it back"
    )
    origin = models.CharField(max_length=60, blank=True)
    origin_key = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_key"], condition=~Q(origin_key=""), name="message_came_once"
            ),
            # A note has no way out: neither addresses nor a mail.
            models.CheckConstraint(
                condition=~Q(kind="note") | Q(mail=None, to=[], cc=[], state="kept", message_id=""),
                name="note_is_never_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "recorded_at", "id"], name="message_in_order"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="message_by_message_id"),
            models.Index(fields=["send_at"], condition=Q(state="scheduled"), name="message_to_send"),
            models.Index(fields=["mail"], condition=~Q(mail=None), name="message_of_mail"),
            models.Index(fields=["contact", "-said_at"], name="message_of_contact"),
            models.Index(fields=["staff", "-said_at"], condition=~Q(staff=None), name="message_of_staff"),
            GinIndex(vector_of("words"), name="message_words"),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def is_note(self) -> bool:
        return self.kind == self.Kind.NOTE

    @property
    def is_heard(self) -> bool:
        return self.kind == self.Kind.HEARD

    @property
    def is_withdrawable(self) -> bool:
        """Whether a reply has not gone out yet and can be taken back."""
        return self.state == self.State.SCHEDULED


class Attachment(models.Model):
    """A file that came or went with a message; what was not kept is here too, with the reason."""

    class Dropped(models.TextChoices):
        TOO_LARGE = "too_large", _("It is larger than we take")
        TOO_MANY = "too_many", _("There were more files than we take")
        KIND = "kind", _("Files of this kind are not taken")
        VIRUS = "virus", _("The virus scanner refused it")
        UNREADABLE = "unreadable", _("It could not be read")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200, blank=True, help_text="Where it is kept; empty when it is not")
    url = models.CharField(
        max_length=2000, blank=True, help_text="Where another system keeps it, for what an import brought"
    )
    media_type = models.CharField(max_length=120, default="application/octet-stream")
    byte_count = models.PositiveBigIntegerField(default=0)
    content_id = models.CharField(max_length=200, blank=True)
    is_inline = models.BooleanField(default=False)
    dropped_reason = models.CharField(max_length=10, choices=Dropped, blank=True)

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """A message, or a marked part of it, that became feedback."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="passages")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="+")
    begin = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "begin", "end"], name="passage_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("begin")), name="passage_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.begin}–{self.end} of {self.message_id}"
