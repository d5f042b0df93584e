"""What somebody here has begun to write, and the files that are to go along."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.listen.conversations.models.conversations import Conversation
from wellheard.listen.conversations.models.messages import Message
from wellheard.workspace.models import Staff


class Draft(models.Model):
    """What somebody here has begun to write, kept while they type; without words it holds files alone."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(
        max_length=5, choices=[(Message.Kind.REPLY, _("Our reply")), (Message.Kind.NOTE, _("Note"))]
    )
    words = models.TextField(blank=True)
    seen_message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "staff", "kind"], name="one_draft_each")]

    def __str__(self) -> str:
        return self.words[:80]


class DraftFile(models.Model):
    """A file somebody chose to send along with what they write."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=200, help_text="Where it is kept")
    media_type = models.CharField(max_length=120)
    byte_count = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, help_text="Of what is in it: chosen twice, it is kept once")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name", "digest"], name="draft_file_once")]

    def __str__(self) -> str:
        return self.name
