"""Words that are sent again and again."""

from django.db import models

from wellheard.listen.desk.models.sharing import Shared, SharedQuerySet


class SavedReply(Shared):
    """A reply that is written once and sent often, in as many languages as somebody wrote it in."""

    objects = SharedQuerySet["SavedReply"].as_manager()


class SavedReplyText(models.Model):
    """The words of a saved reply in one language, with placeholders in braces."""

    reply = models.ForeignKey(SavedReply, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "language"], name="saved_reply_in_language_once")]

    def __str__(self) -> str:
        return self.words[:80]
