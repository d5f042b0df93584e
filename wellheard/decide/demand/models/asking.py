"""Asking those who asked: do they still need it?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff


class Round(models.Model):
    """That those who asked for some ideas were asked whether they still need them."""

    begun_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    ideas = models.ManyToManyField(Idea, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-begun_at"], name="round_newest")]

    def __str__(self) -> str:
        return f"round {self.pk}"


class Asked(models.Model):
    """That one person is asked in one round, by one mail with one link."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="asked")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=60, unique=True)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "contact"], name="asked_once_a_round")]
        indexes = [models.Index(fields=["contact", "-asked_at"], name="asked_lately")]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.round_id}"


class StillNeeded(models.Model):
    """What one person is asked of one idea, and what they said. They may change their mind as long as the link is good."""

    class Answer(models.TextChoices):
        STILL = "still", _("Still needed")
        NOT_ANY_MORE = "no", _("Not needed any more")

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="questions")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=5, choices=Answer, blank=True)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "idea"], name="asked_of_idea_once"),
            models.CheckConstraint(condition=Q(answer="") | ~Q(answered_at=None), name="answered_some_time"),
        ]
        indexes = [models.Index(fields=["idea", "answer"], name="still_needed_of_idea")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.answer}"
