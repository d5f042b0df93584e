"""By what we shall know that an objective is reached."""

from django.db import models
from django.db.models import F, Q

from wellheard.decide.models import Idea
from wellheard.learn.goals.models.objectives import Objective
from wellheard.workspace.models import VERSION_HELP


class KeyResult(models.Model):
    """One number that goes from where it stands to where we want it: read from a figure, or entered by hand.

    `begins_at` and `aims_at` are in the figure's own unit (percent, days, hours, points, the reporting currency), or in `unit`
    where it is entered by hand. Lower is better where `aims_at` is below `begins_at`.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="results")
    title = models.CharField(max_length=200)
    figure = models.SlugField(max_length=40, blank=True, help_text="The figure it is read from; empty: by hand")
    scope = models.JSONField(
        default=dict, blank=True, help_text="Of whom, as numbers of rows: segment, area, team, tier"
    )
    unit = models.CharField(max_length=30, blank=True, help_text="What a number entered by hand counts")
    begins_at = models.FloatField()
    aims_at = models.FloatField()
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="key_result_has_title"),
            models.CheckConstraint(condition=~Q(begins_at=F("aims_at")), name="key_result_goes_somewhere"),
        ]
        indexes = [models.Index(fields=["objective", "position", "id"], name="key_result_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_bound(self) -> bool:
        """Whether its value is read from a figure."""
        return bool(self.figure)

    @property
    def is_better_low(self) -> bool:
        return self.aims_at < self.begins_at


class KeyResultIdea(models.Model):
    """An idea that is to move a key result."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_result", "idea"], name="key_result_idea_once")]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.idea_id}"
