"""Samples that are drawn and written to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.surveys.models.surveys import Survey
from wellheard.workspace.models import Staff


class Wave(models.Model):
    """A sample of people drawn for a survey, stratified, from a recorded seed, and when they are written to."""

    class State(models.TextChoices):
        DRAWN = "drawn", _("Drawn")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.DRAWN)
    seed = models.BigIntegerField(help_text="The same seed and the same people draw the same sample")
    by = ArrayField(models.CharField(max_length=10), default=list, help_text="Stratified by tier, plan, tenure")
    size = models.PositiveIntegerField(help_text="How many were wanted")
    base = models.JSONField(
        default=dict, help_text="By stratum: how many people there are, and how many of them were drawn"
    )
    margins = models.JSONField(
        default=dict,
        blank=True,
        help_text="Whom the survey was for on the day of the draw: people, companies, and how many had each value of a trait",
    )
    per_hour = models.PositiveIntegerField(default=200)
    remind_after_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: nobody is reminded")
    begins_at = models.DateTimeField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="wave_number_once")]
        indexes = [
            models.Index(fields=["begins_at"], condition=Q(state__in=["drawn", "sending"]), name="wave_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}, wave {self.number}"

    @property
    def drawn_more(self) -> list[tuple[str, int, int]]:
        """Return the strata of which more were drawn than their share, because few of them answered: drawn, and the share."""
        rows = [(label, one["drawn"], one.get("even", one["drawn"])) for label, one in self.base.items()]
        return sorted((row for row in rows if row[1] > row[2]), key=lambda row: (row[2] - row[1], row[0]))


class Invitation(models.Model):
    """That one person is asked by e-mail or by a link of their own."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Waits")
        SENT = "sent", _("Sent")
        OPENED = "opened", _("Has begun")
        ANSWERED = "answered", _("Answered")
        SKIPPED = "skipped", _("Left out")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Survey.Channel, default=Survey.Channel.EMAIL)
    stratum = models.CharField(max_length=80, blank=True)
    traits = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Tier, plan, tenure and role on the day of the draw",
    )
    position = models.PositiveIntegerField(default=0, help_text="In the order of the draw")
    token = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    skipped_because = models.CharField(max_length=20, blank=True, help_text="The gate that left them out")
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True, blank=True, help_text="Not before; of a wave its own pace counts")
    attributes = models.JSONField(default=dict, blank=True, help_text="What goes with the answer")
    sent_at = models.DateTimeField(null=True, blank=True)
    reminder = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "contact"], condition=~Q(wave=None), name="invited_once_a_wave"),
            models.UniqueConstraint(
                fields=["survey", "contact"], condition=Q(wave=None, answered_at=None), name="one_personal_link"
            ),
        ]
        indexes = [
            models.Index(fields=["wave", "state", "position"], name="invitation_in_wave"),
            models.Index(fields=["contact", "-made_at"], name="invitation_of_contact"),
            models.Index(fields=["send_at", "id"], condition=Q(state="planned", wave=None), name="invitation_due"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} about {self.survey_id}"
