"""How ideas are scored: formulas in versions, estimates with their doubt, and every score as it was counted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wellheard.decide.models import Idea
from wellheard.workspace.models import Staff


class Formula(models.Model):
    """One version of a formula. A version is never changed: what was scored by it can be counted again for ever.

    `inputs` is a list of {"name", "label", "lowest", "highest"}; `effort` names the input that uses up capacity, or nothing.
    """

    class Kind(models.TextChoices):
        RICE = "rice", "RICE"
        WSJF = "wsjf", "WSJF"
        OWN = "own", _("Our own criteria")

    key = models.SlugField(max_length=40, help_text="The same for all its versions")
    number = models.PositiveSmallIntegerField(help_text="Which version")
    kind = models.CharField(max_length=4, choices=Kind)
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=400, help_text="Names of inputs, numbers, + - * / ( ) min max")
    inputs = models.JSONField(default=list)
    effort = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="formula_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="formula_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Estimate(models.Model):
    """What one input of an idea comes to as far as we know today: at least, likely, at most. In the input's own unit."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="estimates")
    name = models.CharField(max_length=40, help_text="The input, the same in every formula that has it")
    low = models.FloatField()
    likely = models.FloatField()
    high = models.FloatField()
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "name"], name="estimated_once"),
            models.CheckConstraint(
                condition=Q(low__lte=F("likely")) & Q(likely__lte=F("high")), name="estimate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.name}: {self.low} to {self.high}"


class Scoring(models.Model):
    """That some ideas were scored together: by which version, with which seed, for how much capacity."""

    formula = models.ForeignKey(Formula, on_delete=models.PROTECT, related_name="scorings")
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    places = models.PositiveIntegerField(null=True, blank=True, help_text="How many are chosen at most")
    capacity = models.FloatField(null=True, blank=True, help_text="How much effort there is, in the formula's unit")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="scoring_newest")]

    def __str__(self) -> str:
        return f"{self.formula} of {self.made_at:%Y-%m-%d}"


class Score(models.Model):
    """What came out for one idea, with what went in: `inputs` holds {name: [low, likely, high]}."""

    scoring = models.ForeignKey(Scoring, on_delete=models.CASCADE, related_name="scores")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="scores")
    inputs = models.JSONField()
    likely = models.FloatField(help_text="By the likely values alone; absolute, whatever else is scored")
    low = models.FloatField(help_text="One draw in ten is below")
    high = models.FloatField(help_text="One draw in ten is above")
    place = models.PositiveIntegerField(help_text="By the likely values")
    place_best = models.PositiveIntegerField(help_text="One draw in ten is better")
    place_worst = models.PositiveIntegerField(help_text="One draw in ten is worse")
    chance = models.FloatField(help_text="In which share of draws it is among the chosen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring", "idea"], name="scored_once")]
        indexes = [models.Index(fields=["idea", "-id"], name="score_of_idea")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.likely}"
