"""What one contact is owed or told."""

from datetime import timedelta
from typing import Self, TypeAlias

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.text.words import vector_of
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

# So long an answer nobody has read in the product is shown there as new: most read it in their mail.
NEWS_FOR = timedelta(days=30)


class AnswerState(models.TextChoices):
    """How far an answer has come on its way."""

    OWED = "owed", _("Owed")
    HELD = "held", _("Held")
    QUEUED = "queued", _("On its way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Bounced")
    TOLD = "told", _("Told by a person")
    DROPPED = "dropped", _("Overtaken by a later answer")


class AnswerQuerySet(models.QuerySet["Answer"]):
    def outstanding(self) -> Self:
        """Answers that have not reached their contact."""
        return self.filter(state__in=Answer.OUTSTANDING)

    def told(self) -> Self:
        return self.filter(state__in=Answer.REACHED)

    def unread(self, contact: Contact) -> Self:
        """News that a contact has not seen in the product; what is older than a month is news no more."""
        since = clock.now() - NEWS_FOR
        news = self.told().filter(contact=contact, read_at=None, told_at__gt=since)
        return news.exclude(occasion=Answer.Occasion.ACKNOWLEDGED)

    def longest_waiting_first(self) -> Self:
        return self.order_by("waiting_since", "pk")


class Answer(models.Model):
    """What one contact is owed or told about one idea or one feedback on one occasion; unique, so nobody is told twice."""

    class Occasion(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("We have heard it")
        DECIDED = "decided", _("It is planned")
        SHIPPED = "shipped", _("It is live")
        NOT_NOW = "not_now", _("Not now")
        ALREADY_POSSIBLE = "already_possible", _("It is already there")
        REOPENED = "reopened", _("It is being looked at again")
        THANKED = "thanked", _("Thank you")

    State: TypeAlias = AnswerState

    class Solved(models.TextChoices):
        YES = "yes", _("Yes, solved")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    OUTSTANDING = (State.OWED, State.HELD, State.QUEUED, State.FAILED, State.BOUNCED)
    REACHED = (State.SENT, State.TOLD)
    # News that may have solved their problem; the other occasions do not ask.
    SOLVABLE = (Occasion.SHIPPED, Occasion.ALREADY_POSSIBLE)

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, null=True, related_name="+")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, null=True, related_name="+")
    occasion = models.CharField(max_length=16, choices=Occasion)
    round = models.PositiveSmallIntegerField(
        default=0, help_text="Grows when they said it was not solved and there is news again"
    )
    state = models.CharField(max_length=8, choices=State, default=State.OWED)
    quote = models.ForeignKey(Feedback, on_delete=models.SET_NULL, null=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.SET_NULL, null=True, related_name="+")
    subject_line = models.CharField(max_length=300)
    words = models.TextField()
    language = models.CharField(max_length=10, blank=True, help_text="Of the frame")
    staff_language = models.CharField(
        max_length=10, blank=True, help_text="Of the reason or notes, where nobody wrote them in the frame's language"
    )
    waiting_since = models.DateTimeField(help_text="When they said it, or voted")
    owed_at = models.DateTimeField(help_text="When there was something to tell them")
    hold_until = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    told_how = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, help_text="When they read it in the product, where they did")
    solved = models.CharField(max_length=6, choices=Solved, blank=True)
    solved_at = models.DateTimeField(null=True)
    solved_comment = models.TextField(blank=True)
    asked_again_at = models.DateTimeField(
        null=True, help_text="When we asked a second and last time whether it solved it"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "idea", "occasion", "round"], condition=~Q(idea=None), name="told_once_about_idea"
            ),
            models.UniqueConstraint(
                fields=["contact", "feedback", "occasion"],
                condition=~Q(feedback=None),
                name="told_once_about_feedback",
            ),
            models.CheckConstraint(condition=Q(idea=None) ^ Q(feedback=None), name="answer_has_one_subject"),
        ]
        indexes = [
            GinIndex(vector_of("subject_line", "words"), name="answer_words"),
            models.Index(
                fields=["waiting_since", "id"],
                condition=Q(state__in=["owed", "held", "queued", "failed", "bounced"]),
                name="answer_outstanding",
            ),
            models.Index(fields=["solved_at"], condition=~Q(solved_at=None), name="answer_solved"),
            models.Index(fields=["hold_until"], condition=Q(state="held"), name="answer_held"),
            models.Index(fields=["idea", "state"], name="answer_of_idea"),
            models.Index(fields=["contact", "state"], name="answer_of_contact"),
            models.Index(fields=["release", "state"], name="answer_of_release"),
            models.Index(
                fields=["told_at"],
                condition=Q(state="sent", solved="", asked_again_at=None),
                name="answer_to_ask_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} for {self.contact_id}"

    @property
    def is_outstanding(self) -> bool:
        return self.state in self.OUTSTANDING
