"""Whether and how we ask, and what customers said."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff, Team
from wellheard.workspace.models.versions import VERSION_HELP


class Asking(models.Model):
    """Whether customers are asked how a conversation went, how many, how often one, and how long after. There is one row."""

    asks_since = models.DateTimeField(null=True, blank=True, help_text="Empty: nobody is asked")
    percent = models.PositiveSmallIntegerField(default=50, help_text="Of the conversations that are closed")
    every_days = models.PositiveSmallIntegerField(
        default=30, help_text="One person is asked at most once in so many days"
    )
    after_hours = models.PositiveSmallIntegerField(default=4, help_text="So long after closing")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_way_of_asking"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="asks_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class RatingQuerySet(models.QuerySet["Rating"]):
    def rated(self) -> Self:
        return self.exclude(score=None)

    def newest_first(self) -> Self:
        return self.order_by("-rated_at", "-pk")


class Rating(models.Model):
    """That one customer is asked how one conversation went, and what they said."""

    class Score(models.IntegerChoices):
        BAD = 1, _("Not good")
        OKAY = 2, _("Okay")
        GOOD = 3, _("Good")

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    staff = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who answered them last"
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    score = models.PositiveSmallIntegerField(choices=Score, null=True, blank=True)
    comment = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    feedback = models.ForeignKey(Feedback, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RatingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ask_at"], condition=Q(asked_at=None), name="rating_to_ask"),
            models.Index(fields=["contact", "-ask_at"], name="rating_of_contact"),
            models.Index(fields=["-rated_at", "-id"], condition=~Q(score=None), name="rating_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.score}"

    @property
    def is_good(self) -> bool:
        return self.score == self.Score.GOOD
