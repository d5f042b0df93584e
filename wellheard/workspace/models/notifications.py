"""What a colleague is told because of something that happened, and how they wish to be told."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models.staff import Staff


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Notification(models.Model):
    """One thing one colleague is told; at most once for a fact. It names its subject by type and id, and holds no words."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("Feedback is given to me")
        TASK = "task", _("A task is given to me or overdue")
        COMMENT = "comment", _("A customer’s comment waits to be read")
        ANSWER_FAILED = "answer", _("An answer did not get through")
        IMPORT = "import", _("An import is over")
        REACTION = "reaction", _("A reaction failed")
        OWNER = "owner", _("A company or an idea is given to me")
        VOICE = "voice", _("A decisive voice joined an idea of mine")
        MERGE = "merge", _("A merge, or its undoing, changed something of mine")
        CONVERSATION = "talk", _("A conversation is given to me")
        FOLLOWED = "followed", _("Something new in a conversation I follow, or am named in")
        LATE = "late", _("A customer waits longer than promised")
        RATING = "rating", _("A customer says how a conversation went")
        AUTOMATION = "rule", _("An automation was switched off")
        SPIKE = "spike", _("Far more than usual is said about an area of my team")
        CONNECTION = "connect", _("A connection to another system stopped working")
        REPORT = "report", _("The draft of a report waits to be published")
        HANDED_ON = "handed", _("What a colleague looked after is mine now")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=8, choices=Kind)
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="When a mail told of it, or was found not to be wanted")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "fact"], name="notified_once")]
        indexes = [
            models.Index(fields=["staff", "-id"], name="notification_newest"),
            models.Index(fields=["staff"], condition=models.Q(read_at=None), name="notification_unread"),
            models.Index(fields=["staff"], condition=models.Q(mailed_at=None), name="notification_unmailed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.staff_id}"


class NotificationChoice(models.Model):
    """How one colleague wishes to be told of one kind by mail; without a row, once a day, of what is urgent at once."""

    class Mail(models.TextChoices):
        OFF = "off", _("Not by mail")
        AT_ONCE = "at_once", _("At once, but not at night")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="notification_choices")
    kind = models.CharField(max_length=8, choices=Notification.Kind)
    mail = models.CharField(max_length=7, choices=Mail)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "kind"], name="notification_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"
