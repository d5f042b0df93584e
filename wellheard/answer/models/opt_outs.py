"""Who does not want to hear about one idea."""

from django.db import models

from wellheard.customers.models import Contact
from wellheard.decide.models import Idea


class IdeaOptOut(models.Model):
    """A contact who asked for no more mails about one idea. Answers still owed then wait for a person."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "idea"], name="idea_opt_out_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} about {self.idea_id}"
