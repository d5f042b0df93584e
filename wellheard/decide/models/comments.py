"""What is said below a public idea: customers' voices, and the team's replies."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from wellheard.decide.models.ideas import Idea
from wellheard.foundation.text.words import vector_of
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

# Allowed by whoever said it, and published by one of us who read it.
_PUBLIC = [Feedback.Quotable.UNNAMED, Feedback.Quotable.NAMED]


class CommentQuerySet(models.QuerySet["Comment"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def threads(self) -> Self:
        """Comments that answer no other."""
        return self.filter(reply_to=None)

    def readable_by(self, contact_id: int | None) -> Self:
        """What this contact may read: what is published, their own, and what the team said to either."""
        return self.standing().filter(may_read(contact_id))

    def with_people(self) -> Self:
        return self.select_related("staff", "feedback__contact", "feedback__company")


class Comment(models.Model):
    """One comment below an idea. A customer's words are feedback, kept there and linked as evidence; the team's stand here."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, null=True, related_name="+")
    words = models.TextField(blank=True, help_text="The team's words; a customer's are those of the feedback")
    language = models.CharField(max_length=10, blank=True, help_text="Of the team's words")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    said_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(feedback=None) ^ Q(words=""), name="comment_has_words_once"),
            models.CheckConstraint(condition=~Q(pk=F("reply_to")), name="comment_replies_to_another"),
        ]
        indexes = [
            GinIndex(vector_of("words"), name="comment_words"),
            models.Index(fields=["idea", "-said_at", "-id"], name="comment_newest"),
            models.Index(fields=["reply_to", "said_at"], name="comment_replies"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.idea_id}"

    @property
    def is_ours(self) -> bool:
        return self.feedback_id is None

    @property
    def text(self) -> str:
        """The words, wherever they are kept."""
        return self.feedback.words if self.feedback else self.words


def may_read(contact_id: int | None) -> Q:
    """Return what tells which comments a contact may read, withdrawn ones apart."""
    published = Q(feedback__quotable__in=_PUBLIC, feedback__published_at__isnull=False)
    above = Q(feedback=None, reply_to__feedback__quotable__in=_PUBLIC, reply_to__feedback__published_at__isnull=False)
    ours = Q(feedback=None, reply_to=None) | above
    if contact_id is None:
        return published | ours
    return published | ours | Q(feedback__contact=contact_id) | Q(feedback=None, reply_to__feedback__contact=contact_id)
