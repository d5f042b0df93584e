"""What people get for answering, and whom we thank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.listen.surveys.models.responses import Response
from wellheard.listen.surveys.models.surveys import Survey
from wellheard.workspace.models import VERSION_HELP


class Incentive(models.Model):
    """What there is for answering a survey: a code for each, a draw among all, or our thanks in the release notes."""

    class Kind(models.TextChoices):
        CODE = "code", _("A code for everybody who answers, while there are some")
        DRAW = "draw", _("A draw among those who answered")
        HONOUR = "honour", _("Thanks in the release notes, for those who agree")

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="incentive")
    kind = models.CharField(max_length=6, choices=Kind)
    texts = models.JSONField(default=dict, help_text="By language, what they get: text")
    winners = models.PositiveSmallIntegerField(default=1, help_text="How many a draw has")
    seed = models.BigIntegerField(null=True, blank=True, help_text="From which the draw was made")
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_among = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    def __str__(self) -> str:
        return f"{self.kind} for {self.survey_id}"


class Reward(models.Model):
    """One code, prize or mention; a code that nobody has yet has no response."""

    incentive = models.ForeignKey(Incentive, on_delete=models.CASCADE, related_name="rewards")
    code = models.CharField(max_length=200, blank=True)
    response = models.OneToOneField(Response, on_delete=models.SET_NULL, null=True, blank=True, related_name="reward")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, help_text="As whom they agreed to be thanked; empty: unnamed")
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incentive", "code"], condition=~Q(code=""), name="reward_code_once")
        ]
        indexes = [models.Index(fields=["incentive", "id"], condition=Q(given_at=None), name="reward_free")]

    def __str__(self) -> str:
        return self.code or self.name or f"#{self.pk}"
