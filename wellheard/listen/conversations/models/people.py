"""Who takes part in a conversation, on both sides."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.listen.conversations.models.conversations import Conversation
from wellheard.listen.conversations.models.messages import Message
from wellheard.workspace.models import Staff


class Participant(models.Model):
    """Somebody on their side who takes part, and the address they use here."""

    class Role(models.TextChoices):
        REQUESTER = "requester", _("Asked")
        COPIED = "cc", _("Copied in")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=9, choices=Role)
    joined_at = models.DateTimeField()
    seen_message = models.ForeignKey(
        Message,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="How far they have read in the product",
    )
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "address"], condition=~Q(address=""), name="takes_part_once"
            ),
            models.UniqueConstraint(fields=["conversation"], condition=Q(role="requester"), name="one_requester"),
        ]
        indexes = [
            models.Index(fields=["contact"], name="takes_part"),
            models.Index(fields=["address"], condition=~Q(address=""), name="takes_part_from"),
        ]

    def __str__(self) -> str:
        return self.name or self.address


class Follower(models.Model):
    """Somebody here who is told of everything new in a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="followers")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "staff"], name="follows_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} follows {self.conversation_id}"


class Mention(models.Model):
    """That a note asks somebody here to look."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "staff"], name="mentioned_once")]
        indexes = [
            models.Index(fields=["staff", "-made_at"], condition=Q(seen_at=None), name="mention_unseen"),
            models.Index(fields=["staff", "-made_at"], name="mention_of_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.message_id}"


class ReadMark(models.Model):
    """How far somebody here has read a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "conversation"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} read until {self.message_id}"
