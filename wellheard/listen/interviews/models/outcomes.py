"""What a talk leads to: what they said, and what we do next."""

from django.db import models

from wellheard.listen.interviews.models.interviews import Interview
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff, Task


class InterviewQuote(models.Model):
    """A passage of the notes that was marked as their words: it is feedback like any other, with its contact."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="+")
    marked_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.feedback)


class NextStep(models.Model):
    """Something that was agreed on in a talk, as a task of somebody here."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="next_steps")
    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.task)
