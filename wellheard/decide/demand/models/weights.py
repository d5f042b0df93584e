"""How fast a piece of evidence grows old, and which survey asks who needs an idea."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wellheard.decide.models import Idea
from wellheard.listen.surveys.models import Question
from wellheard.workspace.models.versions import VERSION_HELP


class HalfLife(models.Model):
    """After how many days a piece of evidence of one kind weighs half; where there is no row, the default of `half_lives`."""

    kind = models.CharField(max_length=20, unique=True, help_text="A way in of feedback, or vote")
    days = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="half_life_of_a_day")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"


class NeedQuestion(models.Model):
    """That a question of a survey asks who needs an idea, and which answers say yes."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="need_questions")
    yes = ArrayField(models.CharField(max_length=80), help_text="Keys of the options that say yes")

    def __str__(self) -> str:
        return f"question {self.question_id} of {self.idea_id}"
