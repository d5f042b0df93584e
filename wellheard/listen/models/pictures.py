"""Pictures that customers send along with what they say."""

from django.db import models
from django.urls import reverse

from wellheard.listen.models.feedback import Feedback
from wellheard.listen.models.suspects import Suspect


class FeedbackPicture(models.Model):
    """A picture beside somebody's words, drawn anew and without metadata. It is read by whoever may read the words.

    While they are being written it belongs to nothing but the form; `once` names that form's one sending.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, null=True, related_name="pictures")
    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, null=True, related_name="pictures")
    once = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, help_text="Of the picture as it is kept: sent twice, it is kept once")
    file = models.CharField(max_length=200, help_text="In the folder of files, under a name nobody can guess")
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_count = models.PositiveIntegerField()
    shows = models.CharField(max_length=300, blank=True, help_text="What it shows, for who cannot see it")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["once", "digest"], name="picture_once")]
        indexes = [
            models.Index(
                fields=["kept_at"], condition=models.Q(feedback=None, suspect=None), name="picture_of_nothing_yet"
            )
        ]

    def __str__(self) -> str:
        return self.shows or self.file

    @property
    def address(self) -> str:
        """Where whoever may read the words sees it."""
        return reverse("portal_picture", args=[self.pk, self.file.rpartition("/")[2]])
