"""What an accepted idea is expected to bring, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.decide.reviews.models.verdicts import Verdict
from wellheard.workspace.models import Staff


class Expectation(models.Model):
    """What we expect of an idea we said yes to: a measure, an amount, and until when."""

    class Measure(models.TextChoices):
        SOLVED = "solved", _("Who asked says it is solved, in percent")
        ADOPTION = "adoption", _("Who asked uses it, in percent")
        RENEWALS = "renewals", _("Companies that asked stay, in percent")
        VOLUME = "volume", _("Less is said about it, in percent")
        OTHER = "other", _("Something else, judged by its owner")

    verdict = models.OneToOneField(Verdict, on_delete=models.CASCADE, related_name="expectation")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=9, choices=Measure)
    words = models.CharField(max_length=200, blank=True, help_text="What is meant, where it is something else")
    event = models.CharField(max_length=200, blank=True, help_text="The event that says somebody uses it")
    amount = models.DecimalField(max_digits=12, decimal_places=1)
    by_day = models.DateField(help_text="Until when we expect it")
    owner = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    shipped_on = models.DateField(null=True, help_text="When it went live; the days are counted from then")
    took_weeks = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, help_text="What the work took in the end, as its owner says"
    )

    def __str__(self) -> str:
        return f"{self.measure} {self.amount} of {self.idea_id}"


class Check(models.Model):
    """What happened 30 or 90 days after an idea went live, beside what was expected. Kept for ever."""

    class Judgement(models.TextChoices):
        MET = "met", _("As expected or better")
        PARTLY = "partly", _("Partly")
        MISSED = "missed", _("Not as expected")
        UNKNOWN = "unknown", _("Cannot be told")

    DAYS = (30, 90)

    expectation = models.ForeignKey(Expectation, on_delete=models.CASCADE, related_name="checks")
    days = models.PositiveSmallIntegerField()
    found = models.JSONField(default=dict, help_text="What was measured: numbers by their codes")
    amount = models.DecimalField(
        max_digits=12, decimal_places=1, null=True, help_text="What came of the measure; none where nobody knows"
    )
    judgement = models.CharField(max_length=7, choices=Judgement, blank=True)
    words = models.TextField(blank=True, help_text="What its owner says of it")
    judged_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expectation", "days"], name="expectation_checked_once"),
            models.CheckConstraint(condition=Q(days__in=[30, 90]), name="check_after_30_or_90_days"),
        ]

    def __str__(self) -> str:
        return f"{self.expectation_id} after {self.days} days"
