"""How we put an answer."""

from django.db import models
from django.db.models import Q

from wellheard.answer.models.answers import Answer
from wellheard.decide.models import Idea
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff


class Wording(models.Model):
    """What staff wrote in place of our own wording of an occasion in one language, with placeholders in braces.

    For one source, or any; for one idea (“edit all” of its answers), or any. The closest one counts.
    """

    occasion = models.CharField(max_length=16, choices=Answer.Occasion)
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=12, choices=Feedback.Source, blank=True)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    subject_line = models.CharField(max_length=300)
    words = models.TextField()
    before_subject_line = models.CharField(
        max_length=300, blank=True, help_text="What stood before; undo brings it back"
    )
    before_words = models.TextField(blank=True)
    edited_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "language", "source"], condition=Q(idea=None), name="wording_once"
            ),
            models.UniqueConstraint(
                fields=["occasion", "language", "source", "idea"], condition=~Q(idea=None), name="wording_of_idea_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} in {self.language}"
